import { Worker } from 'node:worker_threads';
import type { StoreAddress } from '../events/store-address.js';
import { workerUrl } from '../ground/worker-url.js';
import type { Place } from '../postgres/address.js';
import type { ViewThreadData } from './messages.js';

/**
 * The old generation's limit is far above what the thread needs. V8 lets garbage grow in proportion
 * to that limit: below V8's default, a long build stays small. Most of a batch's data is garbage
 * once the batch is written: a larger young generation saves V8 from moving it.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 96 };

/** A thread that loads its code, then waits for `begin`. */
export interface ViewThread {
  readonly worker: Worker;
  /** One Int32: 1 while the thread has been woken and has not looked at the log since. */
  readonly woken: SharedArrayBuffer;
}

/**
 * Starts the views' thread without letting it begin. It loads as much code as the server does, so a
 * server starts it before it loads its own code; therefore this module imports little. The thread
 * alone keeps no process alive until `ViewHost` takes it over.
 */
export function startViewThread({
  directory,
  events = { directory },
  rows = { directory },
  poll = 1_000,
  file = workerUrl(import.meta.url, '../../views.worker.js'),
  woken = new SharedArrayBuffer(4),
}: {
  readonly directory: string;
  /** Where the log is; in the same directory unless given. */
  readonly events?: StoreAddress;
  /** Where the rows are; in the directory unless given. */
  readonly rows?: Place;
  readonly poll?: number;
  readonly file?: URL;
  readonly woken?: SharedArrayBuffer;
}): ViewThread {
  const worker = new Worker(file, { workerData: { events, rows, woken, poll } satisfies ViewThreadData, resourceLimits });
  worker.unref();
  return { worker, woken };
}
