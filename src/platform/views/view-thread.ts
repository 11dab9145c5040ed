import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { StoredRecord } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import { LogAlarm } from '../events/event-store.js';
import { openLogReader } from '../events/open-store.js';
import { SystemClock } from '../ground/clock.js';
import { openForWriting } from '../rows/database.js';
import type { KeyedFold } from '../rows/keyed-fold.js';
import { StaleRunner } from './checkpoints.js';
import { reasonOf } from './fold.js';
import type { FromViewThread, ToViewThread, ViewThreadData } from './messages.js';
import { ViewRunner } from './runner.js';

/** Milliseconds before a step that failed is tried again. */
const retryDelayMs = 1_000;

/**
 * Milliseconds that a start may spend on building, so that a short log is built before anyone can
 * ask.
 */
const startBuildMs = 500;

/**
 * The work of a worker thread that keeps views. `ViewHost` starts the thread; the application's
 * worker file calls this with its views.
 */
export async function keepViews(views: readonly KeyedFold[], decode: (record: StoredRecord) => StoredEvent): Promise<void> {
  if (!parentPort) throw new Error('views are kept in a worker thread');
  const port: MessagePort = parentPort;
  const { events, rows, woken, poll } = workerData as ViewThreadData;
  const flag = new Int32Array(woken);
  const say = (message: FromViewThread) => port.postMessage(message);
  const sleeper = new Sleeper();
  let closing = false;
  await new Promise<void>((begin) => {
    port.on('message', (message: ToViewThread) => {
      if (message === 'close') closing = true;
      sleeper.wake();
      begin();
    });
  });

  const log = await openLogReader(events);
  if (!('directory' in rows)) {
    let woken = false;
    const wake = () => {
      woken = true;
      sleeper.wake();
    };
    const unwatch = log.watch?.(wake);
    const sleep = async (milliseconds: number) => {
      const asked = woken || Atomics.exchange(flag, 0, 0) === 1;
      woken = false;
      if (!closing && !asked) await sleeper.sleep(Math.min(milliseconds, poll));
    };
    const { shareViews } = await import('./shared-runner.js');
    await shareViews({ place: rows, views, log, decode, say, closing: () => closing, sleep, wake });
    unwatch?.();
    await log.close();
    port.close();
    return;
  }
  const unwatch = log.watch?.(() => sleeper.wake());
  const database = await openForWriting(rows);
  const runner = new ViewRunner({
    database,
    log,
    decode,
    views,
    clock: new SystemClock(),
    warn: (message) => say({ kind: 'told', message }),
    advanced: (progress, changed) => say({ kind: 'advanced', progress, changed }),
  });
  await runner.start();
  const started = performance.now();
  try {
    while (performance.now() - started < startBuildMs && (await runner.step()));
  } catch (error) {
    // The loop below meets the same alarm again and reports it to the host.
    if (!(error instanceof LogAlarm)) throw error;
  }
  say({ kind: 'ready', progress: runner.progress() });
  while (!closing) {
    Atomics.store(flag, 0, 0);
    try {
      const more = await runner.step();
      // Lets messages in between the steps of a long build.
      if (more) await new Promise(setImmediate);
      else if (Atomics.load(flag, 0) === 0) await sleeper.sleep(poll);
    } catch (error) {
      // A log that differs from what was written is no base for rows: they stay as they are until a
      // person has looked.
      if (error instanceof StaleRunner || error instanceof LogAlarm) {
        say({ kind: 'ended', message: error.message });
        break;
      }
      say({ kind: 'trouble', message: reasonOf(error) });
      await sleeper.sleep(retryDelayMs);
    }
  }
  await database.destroy();
  unwatch?.();
  await log.close();
  port.close();
}

class Sleeper {
  private stop: (() => void) | undefined;

  wake(): void {
    this.stop?.();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.stop = undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.stop = end;
    });
  }
}
