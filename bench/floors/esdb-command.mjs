import { EventStoreDBClient } from '@eventstore/db-client';
import { pagesOf, transfer } from '../../dist/cli/transfer.js';
import { RecordLookUp, RecordLookUpHandler } from '../../dist/modules/histories/record-history-lookup.js';
import { withRequest } from '../../dist/platform/access/request.js';
import { openLogReader } from '../../dist/platform/events/open-store.js';
import { esdbAddress } from '../../dist/platform/events/store-address.js';
import { newId } from '../../dist/platform/ground/ids.js';
import { enter } from '../generate.mjs';
import { child, copyOf, discard, inFlight, interleaved, median, summed } from '../kit.mjs';
import { commandNode } from './node.mjs';

const width = 64;
const none = { username: 'none', password: 'none' };

/**
 * Commands on EventStoreDB with streams that are already folded, each of 64 lanes on its own
 * stream. They are compared with bare appends of exactly the same events, by the same client's
 * plain call, to streams of their own. Both use the tests' server in a process of its own.
 */
export async function esdbCommandFloor({ data, full }) {
  const rounds = full ? 9 : 5;
  const count = full ? 20_000 : 2_000;
  const esdb = child('esdb-server.mjs');
  const { url } = await esdb.answer();
  const copy = copyOf(data, 'esdb');
  const people = await enter(copy, width);
  const address = esdbAddress(url, {});
  const node = await commandNode(copy, address);
  const source = await openLogReader({ directory: copy });
  await transfer(pagesOf(source, source.head()), node.store);
  source.close();
  const look = (index) => {
    const person = people[index % width];
    const request = { caller: { person, offices: [{ office: 'Employee' }] }, correlationId: newId(), commandId: newId() };
    return node.executor.run(
      RecordLookUpHandler,
      withRequest(Object.assign(new RecordLookUp(), { personId: person, purpose: 'own-record' }), request),
    );
  };
  await inFlight(width, width, look);
  const [host] = address.hosts;
  const client = new EventStoreDBClient({ endpoint: host }, { insecure: true });
  let written = [];
  const ours = async () => {
    const before = await node.store.head();
    const seconds = await lanes(count, look);
    const events = [];
    for (let after = before; ; ) {
      const page = await node.store.readAll(after, 1_000);
      if (page.length === 0) break;
      events.push(...page);
      after = page.at(-1).position;
    }
    if (events.length !== count) throw new Error(`${count} commands left ${events.length} events`);
    written = events;
    return count / seconds;
  };
  const bare = async () => {
    const run = newId();
    const at = Array.from({ length: width }, () => -1);
    const seconds = await lanes(count, async (index) => {
      const { id: _, type, data: body, stream: __, revision: ___, position: ____, ...metadata } = written[index];
      const lane = index % width;
      const expectedRevision = at[lane] < 0 ? 'no_stream' : BigInt(at[lane]);
      at[lane] += 1;
      const event = { id: newId(), type, contentType: 'application/json', data: body, metadata };
      await client.appendToStream(`bare-${run}-${lane}`, [event], {
        expectedRevision,
        credentials: none,
        requiresLeader: true,
        deadline: 5_000,
      });
    });
    return count / seconds;
  };
  await ours();
  await bare();
  const [commands, appends] = await interleaved(rounds, ours, bare);
  await client.dispose();
  await node.close();
  await esdb.end();
  discard(copy);
  return {
    name: 'esdb-command',
    floor: 0.8,
    ratio: median(commands) / median(appends),
    unit: 'commands/s',
    measured: summed(commands),
    against: summed(appends),
    ran:
      `RecordLookUp ${count} times a round, ${width} in flight, each on a stream that is folded already; against appends of the same events by the ` +
      `plain call of @eventstore/db-client, ${width} in flight; a server of the tests' in a process of its own; ${rounds} rounds in turn`,
  };
}

/** Each lane uses only its own stream, one append after another: `index % width` names it. */
async function lanes(count, work) {
  const started = performance.now();
  const lane = async (first) => {
    for (let index = first; index < count; index += width) await work(index);
  };
  await Promise.all(Array.from({ length: width }, (_, first) => lane(first)));
  return (performance.now() - started) / 1000;
}
