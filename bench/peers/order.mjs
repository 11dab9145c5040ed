import { randomUUID } from 'node:crypto';

/** The thing that every peer keeps: an order of ten events, each of about this many bytes of JSON. */
const eventBytes = 400;
export const eventsOfOrder = 10;
export const eventTypes = ['OrderOpened', 'LineAdded', 'OrderShipped'];

/** Event `number`, from 1, of an order. The audits look for `data.id`. */
export function orderEvent(number, id = randomUUID(), at = new Date().toISOString()) {
  const type = number === 1 ? 'OrderOpened' : number % eventsOfOrder === 0 ? 'OrderShipped' : 'LineAdded';
  const data = { id, number, at, customer: 'customer-0042', sku: `sku-${number % 97}`, quantity: (number % 5) + 1, cents: 1999 + number };
  const room = eventBytes - JSON.stringify({ ...data, note: '' }).length;
  return { type, data: { ...data, note: 'n'.repeat(Math.max(0, room)) } };
}

export const noOrder = { status: 'absent', count: 0, cents: 0, lastAt: null };
export const statusAfter = (type) => (type === 'OrderShipped' ? 'shipped' : 'open');

/** One step of the fold, the same for every peer. */
export const evolve = ({ count, cents }, { type, data }) => ({
  status: statusAfter(type),
  count: count + 1,
  cents: cents + data.quantity * data.cents,
  lastAt: data.at,
});

/** One event more on an order in this state. */
export const decide = ({ count }, id) => orderEvent(count + 1, id);

/** Orders of a stored log that are long, and their events. */
const longOrders = 50;
export const longOrder = 200;
/** Orders that are written at the same time. */
const together = 50;

/**
 * The events of a stored log, in its order: 50 orders of 200 events each, spread evenly through the
 * log, and all other events in orders of ten, 50 of them open at a time.
 */
export function* storedLog(total) {
  const inLong = longOrders * longOrder;
  const between = total / inLong;
  const long = Array.from({ length: longOrders }, () => ({ stream: randomUUID(), version: 0 }));
  const begun = Date.UTC(2026, 0, 1);
  let open = [];
  let unopened = (total - inLong) / eventsOfOrder;
  let taken = 0;
  for (let position = 1; position <= total; position += 1) {
    const turn = position - 1;
    let order;
    if (taken < inLong && (turn >= taken * between || (open.length === 0 && unopened === 0))) {
      order = long[taken % longOrders];
      taken += 1;
    } else if (open.length < together && unopened > 0) {
      order = { stream: randomUUID(), version: 0 };
      open.push(order);
      unopened -= 1;
    } else order = open[turn % open.length];
    order.version += 1;
    if (order.version === eventsOfOrder) open = open.filter((one) => one !== order);
    // The times grow strictly, so that no peer has to tell equal ones apart.
    const at = new Date(begun + position * 10).toISOString();
    const id = randomUUID();
    yield { position, stream: order.stream, version: order.version, id, at, event: orderEvent(order.version, id, at) };
  }
}
