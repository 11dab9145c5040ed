import { EsdbEventStore } from '../../../../src/platform/events/eventstoredb/esdb-event-store.js';
import { esdbAddress } from '../../../../src/platform/events/store-address.js';
import { ServerLog } from '../../../kit/esdb-server/log.js';
import type { EsdbServer } from '../../../kit/esdb-server/server.js';
import { record, stream } from '../../../kit/store-contract.js';
import { Bench } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

/** Nodes of one cluster, which hold one log; the first of those that are up leads. */
async function cluster(count: number): Promise<EsdbServer[]> {
  const log = new ServerLog();
  const nodes: EsdbServer[] = [];
  for (let i = 0; i < count; i += 1) nodes.push(await bench.server({ log }));
  const members = () => {
    const places = nodes.map(({ place }) => place);
    const leader = places.find(({ alive }) => alive);
    return places.map((place) => ({ ...place, leads: place === leader }));
  };
  for (const node of nodes) node.members = members;
  return nodes;
}

const storeOf = (nodes: readonly EsdbServer[]): Promise<EsdbEventStore> =>
  storeAt(`esdb://${nodes.map(({ place }) => `127.0.0.1:${place.port}`).join(',')}?tls=false`);

async function storeAt(url: string): Promise<EsdbEventStore> {
  const address = esdbAddress(url, {});
  if (typeof address === 'string') throw new TypeError(address);
  return bench.opened(await EsdbEventStore.open(address, { deadline: 1_000, patience: 15_000, start: 15_000 }));
}

describe('a cluster of EventStoreDB', () => {
  it('is written to where its leader is', async () => {
    const nodes = await cluster(3);
    const store = await storeOf(nodes);
    for (let i = 0; i < 5; i += 1) await store.append(stream(), 'none', [record()]);
    expect(nodes.map((node) => node.count('append'))).toEqual([5, 0, 0]);
  });

  it('is found through any node that is up', async () => {
    const nodes = await cluster(3);
    nodes[0]?.down();
    const store = await storeOf(nodes);
    await store.append(stream(), 'none', [record()]);
    expect(nodes.map((node) => node.count('append'))).toEqual([0, 1, 0]);
  }, 30_000);

  it('is found by one name', async () => {
    const nodes = await cluster(2);
    const store = await storeAt(`esdb+discover://127.0.0.1:${nodes[1]?.place.port}?tls=false`);
    await store.append(stream(), 'none', [record()]);
    expect(nodes.map((node) => node.count('append'))).toEqual([1, 0]);
  });

  it('goes on under another leader when the one it had is killed: what was acknowledged is there once', async () => {
    const nodes = await cluster(3);
    const store = await storeOf(nodes);
    const given = [record(), record(), record()];
    const name = stream();
    await store.append(name, 'none', [given[0]!]);
    nodes[0]?.down();
    await store.append(name, 0, [given[1]!]);
    await store.append(name, 1, [given[2]!]);
    expect((await store.read(name)).map(({ id }) => id)).toEqual(given.map(({ id }) => id));
    expect(nodes[1]?.count('append')).toBeGreaterThanOrEqual(2);
  }, 30_000);
});
