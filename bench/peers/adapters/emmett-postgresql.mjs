import { rawSql, sql } from '@event-driven-io/dumbo';
import { CommandHandler, isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import { decide, eventTypes, evolve, noOrder, statusAfter } from '../order.mjs';
import { inPages, makeOrders, rowsOf, withClient } from './with-client.mjs';

const nameOf = (id) => `order-${id}`;
const initialState = () => noOrder;

/** Emmett with its PostgreSQL store as it comes: its command handler, its pool, its rebuild of projections. */
export async function open(place) {
  const store = getPostgreSQLEventStore(place.url);
  await store.schema.migrate();
  const handle = CommandHandler({ evolve, initialState });
  return {
    command: (stream, id) => handle(store, nameOf(stream), (state) => decide(state, id)),
    isConflict: isExpectedVersionConflictError,
    fold: async (stream) => (await store.aggregateStream(nameOf(stream), { evolve, initialState })).state,
    rebuild: (bounds) => rebuild(place, bounds),
    rows: () => rowsOf(place),
    close: () => store.close(),
  };
}

/** In pages of 2,000 without a pause between them: as it comes, it takes 100 and pauses for 50 ms. */
async function rebuild(place, { total, expired }) {
  let handled = 0;
  await withClient(place, (client) => client.query(`${makeOrders}; TRUNCATE emt_processors, emt_projections`));
  const projection = postgreSQLRawSQLProjection({
    name: 'orders',
    canHandle: eventTypes,
    init: () => rawSql('SELECT 1'),
    evolve: ({ type, data, metadata }) => {
      handled += 1;
      return sql(
        `INSERT INTO orders AS o VALUES (%L, %L, 1, %L)
         ON CONFLICT (stream) DO UPDATE SET status = excluded.status, count = o.count + 1, "lastAt" = excluded."lastAt"`,
        metadata.streamName,
        statusAfter(type),
        data.at,
      );
    },
  });
  const pulling = { batchSize: 2_000, pullingFrequencyInMs: 0 };
  const consumer = rebuildPostgreSQLProjections({ connectionString: place.url, projections: [projection], pulling });
  const running = consumer.start();
  const watch = setInterval(() => {
    if (handled >= total || expired()) void consumer.stop();
  }, 20);
  await running;
  clearInterval(watch);
  await consumer.close();
  return handled;
}

const flat = function* (rows) {
  for (const { stream, version, id, event } of rows) yield { stream: nameOf(stream), version, id, ...event };
};

/** Writes the rows that the store's own function writes: it has no way to load many. */
export async function load(place, rows) {
  await (await open(place)).close();
  await withClient(place, async (client) => {
    await inPages(client, flat(rows), (json) =>
      client.query(
        `INSERT INTO emt_messages (stream_id, stream_position, partition, message_data, message_metadata, message_schema_version,
           message_type, message_kind, message_id, transaction_id)
         SELECT stream, version, 'emt:default', data, '{}', '1', type, 'E', id, pg_current_xact_id()
         FROM jsonb_to_recordset($1::jsonb) AS r(stream text, version bigint, type text, id text, data jsonb)`,
        [json],
      ),
    );
    await client.query(`INSERT INTO emt_streams (stream_id, stream_position, partition, stream_type, stream_metadata)
      SELECT stream_id, max(stream_position), 'emt:default', 'order', '{}' FROM emt_messages GROUP BY stream_id`);
    await client.query('ANALYZE');
  });
}

export const audit = (place) =>
  withClient(place, async (client) => {
    const events = `SELECT stream_id AS stream, stream_position::int AS version, message_data ->> 'id' AS id FROM emt_messages`;
    return (await client.query(events)).rows;
  });
