import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const most = 1024;
const least = 16;

/**
 * Group commit in the way of the log's writer: half of the waiting appends go at once, and two
 * batches take turns between this thread and the one that commits.
 */
export async function bareWriter(file) {
  const worker = new Worker(new URL('./bare-writer.worker.mjs', import.meta.url), { workerData: { file } });
  await once(worker, 'message');
  const waiting = [];
  const underWay = [];
  let scheduled = false;

  const send = () => {
    scheduled = false;
    while (underWay.length < 2 && waiting.length >= (underWay.length === 0 ? 1 : least)) {
      const share = underWay.length === 0 ? Math.ceil(waiting.length / 2) : waiting.length;
      const batch = waiting.splice(0, Math.min(Math.max(share, least), most));
      underWay.push(batch);
      worker.postMessage(batch.map(({ row }) => row));
    }
  };
  const schedule = () => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(send);
  };
  worker.on('message', () => {
    for (const { resolve } of underWay.shift()) resolve();
    schedule();
  });
  return {
    append: (row) =>
      new Promise((resolve) => {
        waiting.push({ row, resolve });
        schedule();
      }),
    async close() {
      const exited = once(worker, 'exit');
      worker.postMessage('close');
      await exited;
    },
  };
}
