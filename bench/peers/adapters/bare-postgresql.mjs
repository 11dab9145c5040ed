import pg from 'pg';
import { decide, evolve, noOrder, statusAfter } from '../order.mjs';
import { inPages, makeOrders, putOrders, rowsOf, withClient } from './with-client.mjs';

const makeEvents = `CREATE TABLE IF NOT EXISTS events (position bigserial PRIMARY KEY, stream uuid NOT NULL, version int NOT NULL,
  type text NOT NULL, data jsonb NOT NULL, UNIQUE (stream, version))`;
const ofStream = { name: 'read', text: 'SELECT type, data FROM events WHERE stream = $1 ORDER BY version' };
// An insert that fails would cost the pool its connection.
const addEvent = {
  name: 'add',
  text: 'INSERT INTO events (stream, version, type, data) VALUES ($1, $2, $3, $4) ON CONFLICT (stream, version) DO NOTHING',
};

class Conflict extends Error {}

/** The bare use of PostgreSQL: prepared statements through node-postgres, a pool of ten. */
export async function open(place) {
  await withClient(place, (client) => client.query(makeEvents));
  const pool = new pg.Pool({ connectionString: place.url, max: 10 });
  const fold = async (stream) => (await pool.query({ ...ofStream, values: [stream] })).rows.reduce(evolve, noOrder);
  return {
    command: async (stream, id) => {
      const state = await fold(stream);
      const { type, data } = decide(state, id);
      const { rowCount } = await pool.query({ ...addEvent, values: [stream, state.count + 1, type, JSON.stringify(data)] });
      if (rowCount === 0) throw new Conflict('the version is taken');
    },
    isConflict: (error) => error instanceof Conflict,
    fold,
    rebuild: () => withClient(place, rebuild),
    rows: () => rowsOf(place),
  };
}

/** A thousand events and their checkpoint in one transaction. */
async function rebuild(client) {
  await client.query(`${makeOrders}; DROP TABLE IF EXISTS checkpoint;
    CREATE TABLE checkpoint (position bigint NOT NULL); INSERT INTO checkpoint VALUES (0)`);
  const page = 'SELECT position, stream, type, data FROM events WHERE position > $1 ORDER BY position LIMIT 1000';
  let handled = 0;
  for (let after = '0'; ; ) {
    const { rows } = await client.query({ name: 'page', text: page, values: [after] });
    if (rows.length === 0) return handled;
    const changed = new Map();
    for (const { stream, type, data } of rows)
      changed.set(stream, { stream, status: statusAfter(type), count: (changed.get(stream)?.count ?? 0) + 1, lastAt: data.at });
    after = rows.at(-1).position;
    handled += rows.length;
    await client.query('BEGIN');
    await client.query({ name: 'put', text: putOrders, values: [JSON.stringify([...changed.values()])] });
    await client.query('UPDATE checkpoint SET position = $1', [after]);
    await client.query('COMMIT');
  }
}

const flat = function* (rows) {
  for (const { stream, version, event } of rows) yield { stream, version, ...event };
};

export const load = (place, rows) =>
  withClient(place, async (client) => {
    await client.query(makeEvents);
    await inPages(client, flat(rows), (json) =>
      client.query(
        `INSERT INTO events (stream, version, type, data) SELECT stream, version, type, data
         FROM jsonb_to_recordset($1::jsonb) AS r(stream uuid, version int, type text, data jsonb)`,
        [json],
      ),
    );
  });

export const audit = (place) =>
  withClient(place, async (client) => (await client.query(`SELECT stream, version, data ->> 'id' AS id FROM events`)).rows);
