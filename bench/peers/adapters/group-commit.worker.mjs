import { parentPort, workerData } from 'node:worker_threads';
import { addEvent, connect } from './bare-sqlite.mjs';

const db = connect(workerData);
const add = db.prepare(`${addEvent} ON CONFLICT (stream, version) DO NOTHING`);
const commit = db.transaction((batches) => batches.map((rows) => rows.map((row) => add.run(...row).changes === 1)));

let gathered = [];
parentPort.on('message', (rows) => {
  if (gathered.length === 0)
    setImmediate(() => {
      const batches = gathered;
      gathered = [];
      for (const appended of commit.immediate(batches)) parentPort.postMessage(appended);
    });
  gathered.push(rows);
});
parentPort.postMessage('ready');
