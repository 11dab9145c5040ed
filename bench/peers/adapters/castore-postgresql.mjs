import { EventStore, EventType, isEventAlreadyExistsError } from '@castore/core';
import { PostgresEventStorageAdapter } from '@castore/event-storage-adapter-postgres';
import { pourEventStoreEvents } from '@castore/lib-dam';
import { decide, eventTypes, evolve, noOrder, statusAfter } from '../order.mjs';
import { inPages, makeOrders, putOrders, rowsOf, withClient } from './with-client.mjs';

const kind = 'ORDERS';

class Expired extends Error {}

/** Castore with its PostgreSQL adapter as it comes. */
export async function open(place) {
  await PostgresEventStorageAdapter.createEventTable({ connectionString: place.url });
  const store = new EventStore({
    eventStoreId: kind,
    eventTypes: eventTypes.map((type) => new EventType({ type })),
    reducer: (order, { type, payload, aggregateId, version }) => ({
      ...evolve(order ?? noOrder, { type, data: payload }),
      aggregateId,
      version,
    }),
    eventStorageAdapter: new PostgresEventStorageAdapter({ connectionString: place.url }),
  });
  return {
    command: async (stream, id) => {
      const { aggregate } = await store.getAggregate(stream);
      const { type, data } = decide(aggregate ?? noOrder, id);
      const event = { aggregateId: stream, version: (aggregate?.version ?? 0) + 1, type, payload: data };
      await store.pushEvent(event, { prevAggregate: aggregate });
    },
    isConflict: isEventAlreadyExistsError,
    fold: async (stream) => (await store.getAggregate(stream)).aggregate,
    rebuild: ({ expired }) => withClient(place, (client) => rebuild(store, client, expired)),
    rows: () => rowsOf(place),
  };
}

/** Castore repeats events and keeps no rows: these are ours, a thousand events in one statement. */
async function rebuild(store, client, expired) {
  await client.query(makeOrders);
  let handled = 0;
  let gathered = 0;
  let changed = new Map();
  const flush = async () => {
    if (gathered > 0) await client.query(putOrders, [JSON.stringify([...changed.values()])]);
    gathered = 0;
    changed = new Map();
  };
  const publishMessage = async ({ event: { aggregateId: stream, type, payload } }) => {
    changed.set(stream, { stream, status: statusAfter(type), count: (changed.get(stream)?.count ?? 0) + 1, lastAt: payload.at });
    handled += 1;
    gathered += 1;
    if (gathered === 1_000) await flush();
    if (expired()) throw new Expired();
  };
  try {
    await pourEventStoreEvents({ eventStore: store, messageChannel: { publishMessage } });
  } catch (error) {
    // An error is the only way to end it.
    if (!(error instanceof Expired)) throw error;
  }
  await flush();
  return handled;
}

const flat = function* (rows) {
  for (const { stream, version, at, event } of rows) yield { stream, version, at, ...event };
};

/** Writes the rows that the adapter writes: it has no way to load many. */
export async function load(place, rows) {
  await PostgresEventStorageAdapter.createEventTable({ connectionString: place.url });
  await withClient(place, (client) =>
    inPages(client, flat(rows), (json) =>
      client.query(
        `INSERT INTO event (aggregate_name, aggregate_id, version, type, data, timestamp)
         SELECT '${kind}', stream, version, type, data, at
         FROM jsonb_to_recordset($1::jsonb) AS r(stream uuid, version bigint, type text, data jsonb, at timestamptz)`,
        [json],
      ),
    ),
  );
}

export const audit = (place) =>
  withClient(place, async (client) => {
    const events = `SELECT aggregate_id AS stream, version::int AS version, data ->> 'id' AS id FROM event`;
    return (await client.query(events)).rows;
  });
