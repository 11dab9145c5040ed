import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { OutcomeUnknown, StoreUnavailable } from '../../../../src/platform/events/event-store.js';
import { record, records, stream, wholeLog } from '../../../kit/store-contract.js';
import { Bench, type Cluster, certificate, readOn, until } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);
/** A port of this machine at which nobody listens. */
async function nowhere(): Promise<number> {
  const server = await bench.server();
  server.down();
  return server.place.port;
}

for (const secure of [false, true])
  describe(`a node that follows, ${secure ? 'over TLS' : 'without TLS'}`, () => {
    let cluster: Cluster;
    const open = async (only?: number) => {
      const files = secure ? { credentialsFile: bench.file('admin:changeit\n'), caFile: certificate('ours') } : {};
      return bench.storeAt(cluster.url(only), {}, files);
    };
    beforeEach(async () => {
      cluster = await bench.cluster(3, { secure });
    });

    it('is left for the leader that it names when it is asked to append: the leader writes it, once', async () => {
      const store = await open();
      cluster.lead(2);
      const [name, given] = [stream(), records(3)];
      const { revision } = await store.append(name, 'none', given);
      expect(revision).toBe(2);
      expect(cluster.appends).toEqual([1, 0, 1]);
      expect(idsOf(await wholeLog(store))).toEqual(idsOf(given));
    });

    it('is left for the leader when it is asked to read', async () => {
      const store = await open();
      const [name, given] = [stream(), records(3)];
      await store.append(name, 'none', given);
      for (const [index, read] of [
        () => store.read(name),
        () => store.readAll(0, 10),
        async () => [await store.at(await store.head())],
      ].entries()) {
        const leader = (index % 2) + 1;
        cluster.lead(leader);
        const before = cluster.node(leader).count('read');
        expect((await read()).at(-1)?.id).toBe(given.at(-1)?.id);
        expect(cluster.node(leader).count('read')).toBeGreaterThan(before);
      }
    });

    it('does, where it is the one node that is named: its word leads on', async () => {
      cluster.lead(1);
      const store = await open(2);
      await store.append(stream(), 'none', [record()]);
      cluster.lead(0);
      await store.append(stream(), 'none', [record()]);
      expect(cluster.appends).toEqual([1, 2, 0]);
      expect(await wholeLog(store)).toHaveLength(2);
    });

    it('that knows of no leader names itself, and is asked again until there is one', async () => {
      const store = await open();
      cluster.lead();
      setTimeout(() => cluster.lead(1), 600);
      const [name, given] = [stream(), record()];
      const [, read] = await Promise.all([store.append(name, 'none', [given]), store.readAll(0, 10)]);
      expect(read.length).toBeLessThanOrEqual(1);
      expect(idsOf(await store.read(name))).toEqual([given.id]);
      expect(cluster.node(0).count('append')).toBeLessThan(20);
    });
  });

describe('a cluster whose leadership moves', () => {
  it('holds all that it acknowledged, once, and tells who watches it so', async () => {
    const cluster = await bench.cluster(3);
    const store = await bench.storeAt(cluster.url());
    const { heard, failures } = readOn(await bench.reader(cluster.url()));
    let moves = 0;
    const acknowledged: string[] = [];
    // By what is acknowledged and not by a clock: each leader gets something done, however slow or fast the machine is.
    const acknowledge = (id: string) => {
      acknowledged.push(id);
      if (acknowledged.length % 10 > 0) return;
      moves += 1;
      cluster.lead(moves % 3);
    };
    const write = async () => {
      const name = stream();
      for (let revision = -1; revision < 9; revision += 1) {
        const given = record();
        await store.append(name, revision < 0 ? 'none' : revision, [given]);
        acknowledge(given.id);
        expect((await store.read(name)).at(-1)?.id).toBe(given.id);
      }
    };
    await Promise.all(Array.from({ length: 8 }, write));
    expect(moves).toBe(8);
    expect(idsOf(await wholeLog(store)).sort()).toEqual(acknowledged.sort());
    await until(() => heard.length >= acknowledged.length);
    expect(idsOf(heard)).toEqual(idsOf(await wholeLog(store)));
    expect(failures).toEqual([]);
    for (const node of cluster.nodes) expect(node.count('append')).toBeGreaterThan(0);
  });

  it('takes an append once, where the old leader wrote it and never said so', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(cluster.url());
    const [name, given] = [stream(), records(2)];
    cluster.node(0).next('append', { kind: 'stall', written: true });
    const asked = store.append(name, 'none', given);
    await until(() => cluster.node(0).count('append') > 0);
    cluster.lead(1);
    expect(await asked).toMatchObject({ revision: 1 });
    expect(idsOf(await wholeLog(store))).toEqual(idsOf(given));
    expect(cluster.appends).toEqual([1, 1]);
  });
});

describe('a leader that hangs', () => {
  it('is left once it was silent for as long as a call may last, for the one that leads by then', async () => {
    const cluster = await bench.cluster(3);
    const store = await bench.storeAt(cluster.url(), { deadline: 500 });
    const [name, given] = [stream(), records(2)];
    await store.append(name, 'none', given.slice(0, 1));
    cluster.node(0).mute = true;
    cluster.lead(1);
    const started = performance.now();
    const [appended, read] = await Promise.all([store.append(name, 0, given.slice(1)), store.readAll(0, 10)]);
    expect(performance.now() - started).toBeLessThan(7_000);
    expect(appended.revision).toBe(1);
    expect(read.length).toBeGreaterThan(0);
    const asked = cluster.node(0).calls.length;
    expect(idsOf(await store.read(name))).toEqual(idsOf(given));
    expect(cluster.node(0).calls.length).toBe(asked);
  });
});

it('what else is under way to a server that is left for its silence is answered still', async () => {
  const server = await bench.server();
  const store = await bench.store(server, { deadline: 4_000 });
  const [one, other] = [stream(), stream()];
  server.next('append', { kind: 'stall' }, { kind: 'late', milliseconds: 2_500 });
  const silent = store.append(one, 'none', [record()]);
  await pause(2_000);
  const slow = store.append(other, 'none', [record()]);
  expect((await Promise.all([silent, slow])).map(({ revision }) => revision)).toEqual([0, 0]);
  const asked = (name: string) => server.calls.filter(({ method, stream }) => method === 'append' && stream.endsWith(name)).length;
  expect([asked(one), asked(other)]).toEqual([2, 1]);
});

describe('a leader that is named and is not there', () => {
  it('is waited for', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(cluster.url());
    const gone = await nowhere();
    cluster.leader = () => gone;
    const [name, given] = [stream(), record()];
    const asked = store.append(name, 'none', [given]);
    await pause(700);
    cluster.lead(1);
    expect(await asked).toMatchObject({ revision: 0 });
    expect(idsOf(await wholeLog(store))).toEqual([given.id]);
  });

  it('is waited for no longer than patience lasts: reads and appends are told that the store is away', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(cluster.url(), { patience: 1_500 });
    const name = stream();
    await store.append(name, 'none', [record()]);
    const gone = await nowhere();
    cluster.leader = () => gone;
    const started = performance.now();
    const [appended, read] = await Promise.all([
      store.append(name, 0, [record()]).catch((error: unknown) => error),
      store.read(name).catch((error: unknown) => error),
    ]);
    expect(performance.now() - started).toBeLessThan(6_000);
    for (const told of [appended, read]) expect(told).toBeInstanceOf(StoreUnavailable);
    cluster.lead(0);
    expect(await store.read(name)).toHaveLength(1);
  });

  it('is not sought for longer than an append may wait, nor when the store is closed', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(cluster.url(), { deadline: 200, patience: 600 });
    // The client alone would ask them ten times over, two seconds each.
    for (const node of cluster.nodes) node.mute = true;
    const told = store.append(stream(), 'none', [record()]).catch((error: unknown) => error);
    expect(await Promise.race([told, pause(10_000, undefined, { ref: false })])).toBeInstanceOf(OutcomeUnknown);
    const asked = store.append(stream(), 'none', [record()]).catch((error: unknown) => error);
    expect(await Promise.race([store.close().then(() => 'closed'), pause(10_000, undefined, { ref: false })])).toBe('closed');
    expect(await asked).toBeInstanceOf(Error);
    for (const node of cluster.nodes) node.mute = false;
  });

  it('is waited for where the node that follows knows of none', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const leaderless = { kind: 'fail', code: grpc.status.UNKNOWN, details: 'No leader info available in response' } as const;
    const [name, given] = [stream(), record()];
    server.next('append', leaderless);
    const { position } = await store.append(name, 'none', [given]);
    server.next('read', leaderless);
    expect(await store.readAll(position, 10)).toEqual([]);
    server.next('read', leaderless);
    expect(idsOf(await store.read(name))).toEqual([given.id]);
  });

  it('leaves nothing open where every node refused: the append was not written', async () => {
    const cluster = await bench.cluster(2);
    const store = await bench.storeAt(cluster.url(), { patience: 1_000 });
    cluster.lead();
    const told = await store.append(stream(), 'none', [record()]).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(StoreUnavailable);
    expect(told).not.toBeInstanceOf(OutcomeUnknown);
  });
});
