import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { answering } from '../kit.mjs';
import { eventsOfOrder, longOrder, storedLog } from './order.mjs';
import { adapterOf, peers, victimsOf } from './peers.mjs';
import { work } from './work.mjs';

// A connection may fail without anybody who listens. That is counted, and ends nothing.
const stray = {};
process.on('uncaughtException', ({ code, message }) => {
  const why = `${code ?? 'Error'}: ${String(message).slice(0, 80)}`;
  stray[why] = (stray[why] ?? 0) + 1;
});

/** Fills a store with a log of `total` events; gives its long orders and the number of all. */
async function load({ peer, place, total }) {
  const lengths = new Map();
  const rows = function* () {
    for (const row of storedLog(total)) {
      lengths.set(row.stream, row.version);
      yield row;
    }
  };
  const { load: fill } = await adapterOf(peers[peer]);
  await fill(place, rows());
  return { streams: [...lengths].filter(([, length]) => length === longOrder).map(([stream]) => stream), orders: lengths.size };
}

async function measure({ peer, place, kind, args }) {
  const adapter = await adapterOf(peers[peer]);
  const store = await adapter.open(place, peers[peer].options);
  const result = await work[kind](store, { ...args, audit: () => adapter.audit(place) });
  return { ...result, ...(Object.keys(stray).length > 0 && { stray }) };
}

/** Gives commands without end, and writes the id of each acknowledged event to a file, until it is killed. */
async function fallVictim({ peer, place, told }) {
  const { open } = await adapterOf(peers[peer]);
  const store = await open(place, peers[peer].options);
  const out = openSync(told, 'w');
  process.once('exit', () => closeSync(out));
  const lane = async () => {
    for (;;) {
      const stream = randomUUID();
      for (let event = 0; event < eventsOfOrder; event += 1) {
        const id = randomUUID();
        try {
          await store.command(stream, id);
        } catch {
          // Nothing is promised about a command that was not acknowledged.
          break;
        }
        writeSync(out, `${id}\n`);
      }
    }
  };
  for (let index = 0; index < victimsOf(peers[peer]); index += 1) void lane();
}

const tasks = { load, measure, fallVictim };
answering(({ task, ...given }) => tasks[task](given));
