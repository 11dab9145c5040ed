import { record, stream } from '../../../kit/store-contract.js';
import { Bench } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('a cluster of EventStoreDB', () => {
  it('is written to where its leader is', async () => {
    const cluster = await bench.cluster(3);
    const store = await bench.storeAt(cluster.url());
    for (let i = 0; i < 5; i += 1) await store.append(stream(), 'none', [record()]);
    expect(cluster.appends).toEqual([5, 0, 0]);
  });

  it('is found through any node that is up', async () => {
    const cluster = await bench.cluster(3);
    cluster.node(0).down();
    const store = await bench.storeAt(cluster.url());
    await store.append(stream(), 'none', [record()]);
    expect(cluster.appends).toEqual([0, 1, 0]);
  });

  it('is found by one name', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(`esdb+discover://127.0.0.1:${cluster.node(1).place.port}?tls=false`);
    await store.append(stream(), 'none', [record()]);
    expect(cluster.appends).toEqual([1, 0]);
  });

  it('goes on under another leader when the one it had is killed: what was acknowledged is there once', async () => {
    const cluster = await bench.cluster(3);
    const store = await bench.storeAt(cluster.url());
    const given = [record(), record(), record()];
    const name = stream();
    await store.append(name, 'none', [given[0]!]);
    cluster.node(0).down();
    await store.append(name, 0, [given[1]!]);
    await store.append(name, 1, [given[2]!]);
    expect((await store.read(name)).map(({ id }) => id)).toEqual(given.map(({ id }) => id));
    expect(cluster.node(1).count('append')).toBeGreaterThanOrEqual(2);
  });
});
