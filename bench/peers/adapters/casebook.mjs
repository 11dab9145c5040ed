import { join } from 'node:path';
import { Command } from '@nestjs/cqrs';
import { Integer, String as Text } from 'typebox';
import { anyone } from '../../../dist/platform/access/access.js';
import { withRequest } from '../../../dist/platform/access/request.js';
import { commandHandler } from '../../../dist/platform/commands/command-handler.js';
import { Executor } from '../../../dist/platform/commands/executor.js';
import { Codec } from '../../../dist/platform/events/codec.js';
import { event } from '../../../dist/platform/events/event.js';
import { SqliteLogReader } from '../../../dist/platform/events/sqlite/log-reader.js';
import { SqliteEventStore } from '../../../dist/platform/events/sqlite/sqlite-event-store.js';
import { Streams } from '../../../dist/platform/events/streams.js';
import { SystemClock } from '../../../dist/platform/ground/clock.js';
import { text, whole } from '../../../dist/platform/rows/columns.js';
import { openForWriting } from '../../../dist/platform/rows/database.js';
import { openEnded, view } from '../../../dist/platform/rows/view.js';
import { ViewRunner } from '../../../dist/platform/views/runner.js';
import { forgetViews } from '../../kit.mjs';
import { decide, eventTypes, evolve, noOrder, statusAfter } from '../order.mjs';

const ofEach = (make) => Object.fromEntries(eventTypes.map((type) => [type, make(type)]));
const shape = {
  id: Text(),
  number: Integer(),
  at: Text(),
  customer: Text(),
  sku: Text(),
  quantity: Integer(),
  cents: Integer(),
  note: Text(),
};
const events = ofEach((type) => event(type, 1, 'public', shape));
const orders = { name: 'order', initial: noOrder, events, evolve: ofEach(() => evolve) };

class AddToOrder extends Command {
  constructor(orderId, eventId) {
    super();
    this.orderId = orderId;
    this.eventId = eventId;
  }
}
const AddToOrderHandler = commandHandler(AddToOrder, {
  stream: orders,
  of: ({ orderId }) => orderId,
  creates: true,
  extends: true,
  may: [anyone],
  refuses: {},
  opens: 'always',
  decide: ({ eventId }, state) => {
    const { type, data } = decide(state, eventId);
    return [events[type](data)];
  },
});

const orderList = view({
  name: 'order_list',
  version: 1,
  columns: { status: text(), count: whole(), lastAt: text() },
  events,
  listings: [{ by: ['status'], order: 'lastAt' }],
  fold: ofEach(() => (row, { type, data }) => ({ status: statusAfter(type), count: (row?.count ?? 0) + 1, lastAt: data.at })),
});

const person = '11111111-1111-4111-8111-111111111111';
const codec = new Codec(Object.values(events));

/** Casebook's own command path and view runner on orders, with the store as it comes. */
export async function open({ directory }) {
  const store = await SqliteEventStore.open({ directory });
  const streams = new Streams(store, codec);
  const executor = new Executor({
    store,
    streams,
    sealer: { prepare: async () => new Map() },
    clock: new SystemClock(),
    timeZone: 'America/Denver',
    hashKey: Buffer.alloc(32, 1),
    claimKey: Buffer.alloc(32, 2),
    policyVersionOn: async () => null,
    reads: () => ({}),
    standings: { of: () => undefined },
    catchUp: { admitWork: () => {}, caughtUp: async () => [] },
  });
  const caller = { person, offices: [{ office: 'Employee' }] };
  let views;
  return {
    command: (orderId, eventId) =>
      executor.run(
        AddToOrderHandler,
        withRequest(new AddToOrder(orderId, eventId), { caller, correlationId: eventId, commandId: eventId }),
      ),
    isConflict: () => false,
    // From the log each time, as the peers do it.
    fold: async (id) => {
      streams.forget(orders, id);
      return (await streams.folded(orders, id)).state;
    },
    rebuild: async () => {
      forgetViews(directory);
      const database = await openForWriting({ directory }, [orderList]);
      const log = SqliteLogReader.open(directory);
      views = { database, log };
      const decode = (record) => codec.decode(record);
      const runner = new ViewRunner({ database, log, decode, views: [orderList], clock: new SystemClock() });
      await runner.start();
      await runner.catchUp();
      return runner.progress()[orderList.table].position;
    },
    rows: async () => {
      const standing = `SELECT count(*) AS "rows", sum("count") AS "events" FROM "${orderList.table}" WHERE "validTo" = ${openEnded}`;
      return (await views.database.query(standing))[0];
    },
    close: async () => {
      await views?.database.destroy();
      views?.log.close();
      await store.close();
    },
  };
}

export async function load({ directory }, rows) {
  const store = await SqliteEventStore.open({ directory });
  const envelope = { actor: { person, office: 'Employee' }, policyVersion: null, commandHash: 'x'.repeat(43), causationId: null };
  let pending = [];
  for (const { stream, version, id, at, event: one } of rows) {
    const record = { id, ...one, schema: 1, recordedAt: at, ...envelope, commandId: id, correlationId: id };
    pending.push(store.append(`order-${stream}`, version === 1 ? 'none' : version - 2, [record]));
    if (pending.length < 256) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
  await store.close();
}

export async function audit({ directory }) {
  const log = SqliteLogReader.open(join(directory, 'events.db'));
  const stored = [];
  for (let after = 0; ; after = stored.at(-1).position) {
    const page = log.readAll(after, 2_000);
    for (const { stream, revision, position, data } of page) stored.push({ stream, version: revision + 1, id: data.id, position });
    if (page.length === 0) break;
  }
  log.close();
  return stored;
}
