import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { makeDurable, migrate } from '../../dist/platform/events/sqlite/schema.js';

/**
 * Bare SQL: inserts prepared rows, one batch in one durable transaction. It uses the log's own
 * tables and settings, and looks nothing up.
 */
const db = new Sqlite(workerData.file);
makeDurable(db);
migrate(db);
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const addStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
const addEvent = db.prepare(
  `INSERT INTO events (position, stream, revision, id, latest, type, schema, envelope, data) VALUES (?, ?, ?, unhex(?, '-'), ?, ?, ?, ?, ?)`,
);

parentPort.on('message', (batch) => {
  if (batch === 'close') {
    db.close();
    parentPort.close();
    return;
  }
  begin.run();
  for (const [stream, row] of batch) {
    if (stream) addStream.run(stream[0], stream[1]);
    addEvent.run(...row);
  }
  commit.run();
  parentPort.postMessage(batch.length);
});
parentPort.postMessage('ready');
