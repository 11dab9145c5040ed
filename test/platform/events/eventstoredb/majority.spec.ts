import { OutcomeUnknown, StoreUnavailable } from '../../../../src/platform/events/event-store.js';
import { record, stream } from '../../../kit/store-contract.js';
import { Bench, until } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('a cluster that has lost its majority', () => {
  // Whatever nobody catches fails the spec, as it would end a process.
  for (const method of ['append', 'read'] as const)
    it(`tells all who ask that the store is away, also where ${method === 'append' ? 'an append' : 'a read'} fails while others seek a node`, async () => {
      const cluster = await bench.cluster(3);
      const leader = cluster.node(0);
      const store = await bench.storeAt(cluster.url(), { deadline: 900, patience: 2_500 });
      const name = stream();
      await store.append(name, 'none', [record()]);

      const before = leader.count(method);
      leader.next(method, { kind: 'stall' });
      const silent = (method === 'append' ? store.append(name, 0, [record()]) : store.read(name)).catch((error: unknown) => error);
      await until(() => leader.count(method) > before);
      for (const follower of [1, 2]) cluster.node(follower).down();
      // The leader turns this one away: from then on a node is sought, when the silent call ends as well.
      const seeking = store.append(stream(), 'none', [record()]).catch((error: unknown) => error);
      const [failed, sought] = await Promise.all([silent, seeking]);
      expect(failed).toBeInstanceOf(method === 'append' ? OutcomeUnknown : StoreUnavailable);
      expect(sought).toBeInstanceOf(StoreUnavailable);

      for (const follower of [1, 2]) await cluster.node(follower).up();
      expect(await store.read(name)).toHaveLength(1);
    });
});
