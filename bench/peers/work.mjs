import { randomUUID } from 'node:crypto';
import { dice } from '../case-events.mjs';
import { quantile } from '../kit.mjs';
import { eventsOfOrder, longOrder } from './order.mjs';

const whyOf = (error) => `${error.code ?? error.constructor.name}: ${String(error.message).slice(0, 80)}`;
const after = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());

/** Counts of errors, by text. */
class Errors {
  #counts = {};
  note(error) {
    const why = whyOf(error);
    this.#counts[why] = (this.#counts[why] ?? 0) + 1;
  }
  told() {
    return Object.keys(this.#counts).length > 0 ? { errors: this.#counts } : {};
  }
}

/**
 * Keeps `width` calls of `work(lane)` in flight for `seconds`, after `warming` seconds that do not
 * count. A call that still hangs a second later is left behind.
 */
async function paced(work, { width, seconds, warming = 0.3 }) {
  const begun = performance.now() + warming * 1000;
  const end = begun + seconds * 1000;
  const waits = [];
  const errors = new Errors();
  const run = async (lane) => {
    while (performance.now() < end) {
      const started = performance.now();
      try {
        await work(lane);
      } catch (error) {
        errors.note(error);
        continue;
      }
      const done = performance.now();
      if (done >= begun && done <= end) waits.push(done - started);
    }
  };
  await Promise.race([Promise.all(Array.from({ length: width }, (_, lane) => run(lane))), after(warming + seconds + 1)]);
  return { rate: waits.length / seconds, ...(waits.length > 0 && { p99: quantile(waits, 0.99) }), ...errors.told() };
}

/** Reads an order, folds it, and appends one event at the version read. Each lane fills its own orders. */
function command(store, { width, seconds }) {
  const orders = new Map();
  return paced(
    async (lane) => {
      let order = orders.get(lane);
      if (!order || order.events === eventsOfOrder) {
        order = { stream: randomUUID(), events: 0 };
        orders.set(lane, order);
      }
      await store.command(order.stream, randomUUID());
      order.events += 1;
    },
    { width, seconds },
  );
}

/**
 * 64 writers on one order, five successes each. A conflict is retried at once. Afterwards every
 * acknowledged event is looked up in the log.
 */
async function hotStream(store, { seconds, audit }) {
  const [writers, each] = [64, 5];
  const stream = randomUUID();
  const acknowledged = new Set();
  const errors = new Errors();
  let conflicts = 0;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const once = async (id) => {
    while (performance.now() < end) {
      try {
        await store.command(stream, id);
        acknowledged.add(id);
        return;
      } catch (error) {
        if (store.isConflict(error)) conflicts += 1;
        else errors.note(error);
      }
    }
  };
  const writer = async () => {
    for (let done = 0; done < each && performance.now() < end; done += 1) await once(randomUUID());
  };
  await Promise.race([Promise.all(Array.from({ length: writers }, writer)), after(seconds + 1)]);
  const took = (performance.now() - begun) / 1000;
  const stored = (await audit()).filter((event) => String(event.stream).endsWith(stream));
  const ids = new Set(stored.map(({ id }) => id));
  const versions = stored.map(({ version }) => version).sort((a, b) => a - b);
  return {
    rate: acknowledged.size / took,
    done: acknowledged.size,
    wanted: writers * each,
    conflicts,
    lost: [...acknowledged].filter((id) => !ids.has(id)).length,
    doubled: stored.length - ids.size,
    gaps: versions.filter((version, index) => version !== index + 1).length,
    ...errors.told(),
  };
}

/** Folds one of the long orders of a stored log, in events a second. */
async function fold(store, { seconds, streams, seed }) {
  const rolled = dice(seed);
  const { rate, ...rest } = await paced(
    async () => {
      const { count } = await store.fold(streams[rolled.below(streams.length)]);
      if (count !== longOrder) throw new Error(`${count} events were folded, not ${longOrder}`);
    },
    { width: 1, seconds, warming: 0.2 },
  );
  return { rate: rate * longOrder, ...rest };
}

/** Builds one row for each order anew, in events a second; ends after `seconds` with what was done until then. */
async function rebuild(store, { seconds, total, orders }) {
  const begun = performance.now();
  const expired = () => performance.now() - begun > seconds * 1000;
  const handled = await store.rebuild({ total, expired });
  const took = (performance.now() - begun) / 1000;
  const { rows, events } = await store.rows();
  const complete = handled === total;
  if (complete ? rows !== orders || events !== total : events > handled)
    throw new Error(`${handled} of ${total} events left ${rows} rows of ${events} events, of ${orders} orders`);
  return { rate: handled / took, complete };
}

export const work = { command, 'hot-stream': hotStream, fold, rebuild };
