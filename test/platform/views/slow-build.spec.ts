import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { Progress } from '../../../src/platform/views/messages.js';
import { ViewHost } from '../../../src/platform/views/view-host.js';
import type { ViewThread } from '../../../src/platform/views/view-thread-start.js';

/** A views' thread that says what it is told to say. */
class SlowThread extends EventEmitter {
  ref(): void {}

  postMessage(message: string): void {
    if (message === 'begin') setImmediate(() => this.say('ready', 'building', 0));
    if (message === 'close') setImmediate(() => this.emit('exit', 0));
  }

  say(kind: 'ready' | 'advanced', state: Progress[string]['state'], position: number, message?: string): void {
    const progress = { note_list_v1: { state, position, head: 9, ...(message !== undefined && { message }) } } satisfies Progress;
    this.emit('message', { kind, progress, changed: [] });
  }
}

/** Milliseconds for which lists may stand still here. */
const patience = 150;

describe('a start on a slow machine', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slow-build-'));
  let thread: SlowThread;
  let host: ViewHost;

  beforeEach(async () => {
    new Sqlite(join(directory, 'views.db')).close();
    thread = new SlowThread();
    const started = { worker: thread, woken: new SharedArrayBuffer(4) } as unknown as ViewThread;
    host = await ViewHost.start({ directory, views: [], started });
  });
  afterEach(() => host.close());
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('waits for lists as long as they get on, however long that takes', async () => {
    let over = false;
    const waiting = host.allBuilt(patience).then(() => {
      over = true;
    });
    for (let position = 1; position < 9; position += 1) {
      await sleep(patience / 3);
      thread.say('advanced', 'building', position);
    }
    expect(over).toBe(false);
    thread.say('advanced', 'live', 9);
    await waiting;
  });

  it('ends when none gets on any more, and names them', async () => {
    thread.say('advanced', 'building', 4);
    await expect(host.allBuilt(patience)).rejects.toMatchObject({
      name: 'ViewsUnbuilt',
      message: 'these lists are still being built, and none got on for 0.15 seconds: note_list',
    });
    expect(await host.built(patience)).toEqual(['note_list']);
  });

  it('ends with its message when a list stops', async () => {
    const waiting = host.allBuilt(60_000);
    thread.say('advanced', 'stopped', 4, 'event 5 cannot be read');
    await expect(waiting).rejects.toMatchObject({
      name: 'ViewsUnbuilt',
      message: 'the list note_list has stopped: event 5 cannot be read',
    });
  });
});
