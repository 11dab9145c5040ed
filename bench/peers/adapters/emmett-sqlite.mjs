import { join } from 'node:path';
import { CommandHandler, isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { getSQLiteEventStore, sqliteConnection, sqliteProjection } from '@event-driven-io/emmett-sqlite';
import Sqlite from 'better-sqlite3';
import { decide, eventTypes, evolve, noOrder, statusAfter } from '../order.mjs';

const fileIn = ({ directory }) => join(directory, 'emmett.db');
const nameOf = (id) => `order-${id}`;
const initialState = () => noOrder;

/**
 * Emmett with its SQLite store: as it comes, it opens and closes the file for every call. `inLine`:
 * one connection that stays open, and one command at a time, because they would share its
 * transaction.
 */
export async function open(place, { inLine = false } = {}) {
  // The store prints each error that it rolls back for.
  console.log = () => {};
  const fileName = fileIn(place);
  const connection = inLine && sqliteConnection({ fileName });
  const store = getSQLiteEventStore({ fileName, ...(connection && { connectionOptions: { singleton: true, connection } }) });
  await store.schema.migrate();
  const handle = CommandHandler({ evolve, initialState });
  const command = (stream, id) => handle(store, nameOf(stream), (state) => decide(state, id));
  let last = Promise.resolve();
  return {
    command: inLine
      ? (stream, id) => {
          const done = last.then(() => command(stream, id));
          last = done.catch(() => {});
          return done;
        }
      : command,
    isConflict: isExpectedVersionConflictError,
    fold: async (stream) => (await store.aggregateStream(nameOf(stream), { evolve, initialState })).state,
    rebuild: (bounds) => rebuild(store, place, bounds),
    rows: async () => {
      const db = new Sqlite(fileName, { readonly: true });
      const rows = db.prepare('SELECT count(*) AS rows, sum(count) AS events FROM orders').get();
      db.close();
      return rows;
    },
  };
}

/** In pages of 2,000 without a pause between them: as it comes, it takes 100 and pauses for 50 ms. */
async function rebuild(store, place, { total, expired }) {
  const db = new Sqlite(fileIn(place));
  db.exec(`DROP TABLE IF EXISTS orders; DELETE FROM emt_processors;
    CREATE TABLE orders (stream TEXT PRIMARY KEY, status TEXT NOT NULL, count INTEGER NOT NULL, lastAt TEXT NOT NULL)`);
  db.close();
  let handled = 0;
  const handle = async (events, { connection }) => {
    for (const { type, data, metadata } of events) {
      await connection.command(
        `INSERT INTO orders VALUES (?, ?, 1, ?)
         ON CONFLICT (stream) DO UPDATE SET status = excluded.status, count = count + 1, lastAt = excluded.lastAt`,
        [metadata.streamName, statusAfter(type), data.at],
      );
      handled += 1;
    }
  };
  const consumer = store.consumer({ pulling: { batchSize: 2_000, pullingFrequencyInMs: 0 } });
  consumer.processor({
    processorId: 'orders',
    startFrom: 'BEGINNING',
    projection: sqliteProjection({ name: 'orders', canHandle: eventTypes, handle }),
    stopAfter: () => handled >= total || expired(),
  });
  await consumer.start();
  await consumer.stop();
  return handled;
}

/** Writes the rows that the store writes: it has no way to load many. */
export async function load(place, rows) {
  await open(place);
  const db = new Sqlite(fileIn(place));
  db.pragma('journal_mode = WAL');
  const add = db.prepare(`INSERT INTO emt_messages (stream_id, stream_position, partition, message_kind, message_data,
      message_metadata, message_schema_version, message_type, message_id, is_archived, global_position)
    VALUES (?, ?, 'emt:default', 'E', ?, ?, ?, ?, ?, 0, ?)`);
  const addStream = db.prepare(`INSERT INTO emt_streams (stream_id, stream_position, partition, stream_type, stream_metadata, is_archived)
    VALUES (?, ?, '[object Object]', 'order', '[]', 0)`);
  const lengths = new Map();
  db.transaction(() => {
    for (const { position, stream, version, id, event } of rows) {
      const name = nameOf(stream);
      const metadata = JSON.stringify({ streamName: name, messageId: id, streamPosition: '1' });
      add.run(name, version, JSON.stringify(event.data), metadata, String(version - 1), event.type, id, position);
      lengths.set(name, version);
    }
    for (const [name, length] of lengths) addStream.run(name, length);
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

export async function audit(place) {
  const db = new Sqlite(fileIn(place));
  const events = db
    .prepare(`SELECT stream_id AS stream, stream_position AS version, message_data ->> '$.id' AS id FROM emt_messages`)
    .all();
  db.close();
  return events;
}
