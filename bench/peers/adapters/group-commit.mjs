import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { decide } from '../order.mjs';
import { connect, foldRows, ofStream } from './bare-sqlite.mjs';

export { audit } from './bare-sqlite.mjs';

class Conflict extends Error {}

/**
 * The bare use of SQLite where many write: a thread owns the writing connection and commits what has
 * gathered in one transaction; this thread reads through a connection of its own.
 */
export async function open(place) {
  const db = connect(place);
  const read = db.prepare(ofStream);
  const worker = new Worker(new URL('./group-commit.worker.mjs', import.meta.url), { workerData: place });
  await once(worker, 'message');
  const underWay = [];
  let waiting = [];
  worker.on('message', (appended) => {
    for (const [index, { resolve, reject }] of underWay.shift().entries())
      if (appended[index]) resolve();
      else reject(new Conflict('the version is taken'));
  });
  // What is appended in one turn of the event loop travels together.
  const send = () => {
    underWay.push(waiting);
    worker.postMessage(waiting.map(({ row }) => row));
    waiting = [];
  };
  const append = (row) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ row, resolve, reject });
    });
  return {
    command: async (stream, id) => {
      const state = foldRows(read.all(stream));
      const { type, data } = decide(state, id);
      await append([stream, state.count + 1, type, JSON.stringify(data)]);
    },
    isConflict: (error) => error instanceof Conflict,
  };
}
