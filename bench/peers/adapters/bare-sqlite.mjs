import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { decide, evolve, noOrder, statusAfter } from '../order.mjs';

/** The bare use of SQLite on one thread: prepared statements, WAL, `synchronous = FULL`. */
export function connect({ directory }) {
  const db = new Sqlite(join(directory, 'bare.db'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -65536']) db.pragma(pragma);
  db.exec(`CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    UNIQUE (stream, version))`);
  return db;
}

export const ofStream = 'SELECT type, data FROM events WHERE stream = ? ORDER BY version';
export const addEvent = 'INSERT INTO events (stream, version, type, data) VALUES (?, ?, ?, ?)';
export const foldRows = (rows) => rows.reduce((state, { type, data }) => evolve(state, { type, data: JSON.parse(data) }), noOrder);

export function open(place) {
  const db = connect(place);
  const read = db.prepare(ofStream);
  const add = db.prepare(addEvent);
  const command = db.transaction((stream, id) => {
    const state = foldRows(read.all(stream));
    const { type, data } = decide(state, id);
    add.run(stream, state.count + 1, type, JSON.stringify(data));
  });
  return {
    command: async (stream, id) => command.immediate(stream, id),
    isConflict: () => false,
    fold: async (stream) => foldRows(read.all(stream)),
    rebuild: async () => rebuild(db),
    rows: async () => db.prepare('SELECT count(*) AS rows, sum(count) AS events FROM orders').get(),
  };
}

/** A thousand events and their checkpoint in one transaction. */
function rebuild(db) {
  db.exec(`DROP TABLE IF EXISTS orders; DROP TABLE IF EXISTS checkpoint;
    CREATE TABLE orders (stream TEXT PRIMARY KEY, status TEXT NOT NULL, count INTEGER NOT NULL, lastAt TEXT NOT NULL);
    CREATE TABLE checkpoint (position INTEGER NOT NULL); INSERT INTO checkpoint VALUES (0)`);
  const read = db.prepare('SELECT position, stream, type, data FROM events WHERE position > ? ORDER BY position LIMIT 1000');
  const put = db.prepare(`INSERT INTO orders VALUES (?, ?, 1, ?)
    ON CONFLICT (stream) DO UPDATE SET status = excluded.status, count = count + 1, lastAt = excluded.lastAt`);
  const checkpoint = db.prepare('UPDATE checkpoint SET position = ?');
  const page = db.transaction((after) => {
    const rows = read.all(after);
    for (const { stream, type, data } of rows) put.run(stream, statusAfter(type), JSON.parse(data).at);
    if (rows.length > 0) checkpoint.run(rows.at(-1).position);
    return rows;
  });
  let handled = 0;
  for (let rows = page(0); rows.length > 0; rows = page(rows.at(-1).position)) handled += rows.length;
  return handled;
}

export async function load(place, rows) {
  const db = connect(place);
  const add = db.prepare(addEvent);
  db.transaction(() => {
    for (const { stream, version, event } of rows) add.run(stream, version, event.type, JSON.stringify(event.data));
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

export async function audit(place) {
  const db = connect(place);
  const rows = db.prepare(`SELECT stream, version, data ->> '$.id' AS id FROM events`).all();
  db.close();
  return rows;
}
