import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import { Programs } from '../../kit/programs.js';
import { records, stream } from '../../kit/store-contract.js';
import { Opened } from '../accounts/directory.js';

interface Line {
  readonly pid: number;
  readonly position: number;
  readonly id: string;
}

/** A log with a follower in processes of its own, which are killed. */
class Followed {
  ids: string[] = [];
  private readonly programs = new Programs();
  private readonly file: string;

  constructor(
    private readonly opened: Opened,
    private readonly directory: string,
  ) {
    this.file = join(directory, 'taken');
    opened.closing(() => this.programs.killAll());
  }

  async fill(events: number): Promise<void> {
    const store = await SqliteEventStore.open({ directory: this.directory });
    for (let left = events; left > 0; left -= 10) await store.append(stream(), 'none', records(10));
    this.ids = (await store.readAll(0, events)).map(({ id }) => id);
    await store.close();
  }

  async start(): Promise<ChildProcess> {
    const place = JSON.stringify(await this.opened.place(this.directory));
    return this.programs.start('test/platform/followers/follow.mjs', this.directory, place, this.file);
  }

  kill(child: ChildProcess): Promise<void> {
    return this.programs.kill(child);
  }

  get lines(): Line[] {
    if (!existsSync(this.file)) return [];
    const whole = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return whole.map((line) => line.split(' ')).map(([pid, position, id = '']) => ({ pid: Number(pid), position: Number(position), id }));
  }

  async until(what: (lines: Line[]) => unknown): Promise<void> {
    for (const end = performance.now() + 120_000; !what(this.lines); ) {
      if (performance.now() > end) throw new Error(`it did not come about: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get complete(): boolean {
    return this.lines.at(-1)?.position === this.ids.length;
  }

  /** The ids in the order in which they were first taken; `repeats` counts the others. */
  first(): { ids: string[]; repeats: number } {
    const ids = [...new Set(this.lines.map(({ id }) => id))];
    return { ids, repeats: this.lines.length - ids.length };
  }
}

/** Positions that do not follow the one before: each process that began, and what it began at. */
const leaps = (lines: readonly Line[]) => lines.filter(({ position }, at) => at > 0 && position !== (lines[at - 1]?.position ?? 0) + 1);

describe('A log follower that is killed', () => {
  it('misses nothing: every event is taken in order, and a repeat is at most one batch', async () => {
    const opened = new Opened('SQLite');
    try {
      const followed = new Followed(opened, opened.directory());
      await followed.fill(400);
      let rounds = 0;
      for (; rounds < 10 && !followed.complete; rounds += 1) {
        const child = await followed.start();
        const before = followed.lines.length;
        const taking = Math.floor(Math.random() * 40);
        await followed.until((lines) => lines.length > before + taking || followed.complete);
        await followed.kill(child);
      }
      const last = await followed.start();
      await followed.until(() => followed.complete);
      await followed.kill(last);
      expect(rounds).toBeGreaterThan(3);
      expect(followed.first().ids).toEqual(followed.ids);
      for (const { pid, position } of leaps(followed.lines)) {
        const mine = followed.lines.findIndex((line) => line.pid === pid && line.position === position);
        const lastBefore = followed.lines[mine - 1]?.position ?? 0;
        expect(lastBefore - position).toBeLessThan(7);
        expect(followed.lines[mine - 1]?.pid).not.toBe(pid);
      }
    } finally {
      await opened.clean();
    }
  });

  it('is followed by another node, which goes on at the checkpoint', async () => {
    const opened = new Opened('PostgreSQL');
    try {
      const followed = new Followed(opened, opened.directory());
      await followed.fill(600);
      const children = [await followed.start(), await followed.start()];
      const killed: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        await followed.until((lines) => lines.length > 0 && !killed.includes(lines.at(-1)?.pid ?? 0));
        const holder = children.find(({ pid }) => pid === followed.lines.at(-1)?.pid);
        if (!holder?.pid) throw new Error('nobody follows');
        await followed.kill(holder);
        killed.push(holder.pid);
        children.push(await followed.start());
      }
      await followed.until(() => followed.complete);
      expect(followed.first().ids).toEqual(followed.ids);
      // Each process took an unbroken run: no two of them followed at the same time.
      const order = followed.lines.map(({ pid }) => pid);
      const turns = order.filter((pid, at) => pid !== order[at - 1]);
      expect(turns).toEqual([...killed, order.at(-1)]);
    } finally {
      await opened.clean();
    }
  });
});
