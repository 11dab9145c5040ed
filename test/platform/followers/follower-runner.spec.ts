import type { DataSource } from 'typeorm';
import type { StoredRecord } from '../../../src/platform/events/envelope.js';
import { LogAlarm } from '../../../src/platform/events/event-store.js';
import { SqliteEventStore } from '../../../src/platform/events/sqlite/sqlite-event-store.js';
import { follower, type LogFollower } from '../../../src/platform/followers/follower.js';
import { FollowerCheckpoints } from '../../../src/platform/followers/follower-checkpoints.js';
import { FollowerRunner, type FollowerRunnerOptions } from '../../../src/platform/followers/follower-runner.js';
import { Clock } from '../../../src/platform/ground/clock.js';
import type { Services } from '../../../src/platform/ground/services.js';
import { Log } from '../../../src/platform/logging/log.js';
import { records, stream } from '../../kit/store-contract.js';
import { databases, Opened, SetClock } from '../accounts/directory.js';

const clock = new SetClock();
const services: Services = { get: (provider) => (provider === (Clock as unknown) ? clock : undefined) as never };

async function until(what: () => unknown, patienceMs = 20_000): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await what()); ) {
    if (performance.now() > end) throw new Error(`it did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.each(databases)('A log follower with its checkpoint on %s', (kind) => {
  const opened = new Opened(kind);
  let directory: string;
  let store: SqliteEventStore;
  let accounts: DataSource;
  const taken: StoredRecord[] = [];

  beforeEach(async () => {
    directory = opened.directory();
    accounts = await opened.accounts(directory);
    store = await SqliteEventStore.open({ directory });
    opened.closing(() => store.close());
    taken.length = 0;
  });
  afterEach(() => opened.clean());

  const copying = follower({
    name: 'copy_book',
    take: async (events) => {
      taken.push(...events);
    },
  });
  const node = (followers: readonly LogFollower[] = [copying], more: Partial<FollowerRunnerOptions> = {}): FollowerRunner => {
    const runner = new FollowerRunner({
      followers,
      store,
      accounts,
      shared: kind === 'PostgreSQL',
      services,
      log: new Log('silent'),
      retryMs: 10,
      pollMs: 60_000,
      ...more,
    });
    opened.closing(() => runner.close());
    runner.start();
    return runner;
  };
  const append = (count: number) => store.append(stream(), 'none', records(count));
  const positions = () => taken.map(({ position }) => position);
  const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

  it('takes every event once and in order, those that were there and those that come, without waiting for its next look', async () => {
    await append(5);
    const running = node([copying], { batch: 2 });
    await until(() => taken.length === 5);
    const started = performance.now();
    await append(3);
    await until(() => taken.length === 8);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(positions()).toEqual(upTo(8));
    expect(taken).toEqual(await store.readAll(0, 100));
    await until(async () => (await running.progress())[0]?.lag === 0);
    expect(await running.progress()).toEqual([{ name: 'copy_book', state: 'following', lag: 0 }]);
  });

  it('goes on behind its checkpoint after a new start', async () => {
    await append(4);
    const first = node();
    await until(async () => (await first.progress())[0]?.lag === 0);
    await first.close();
    await append(2);
    expect(await node().progress()).toEqual([{ name: 'copy_book', state: 'following', lag: 2 }]);
    await until(() => taken.length === 6);
    expect(positions()).toEqual(upTo(6));
  });

  it('gets the same events again where it failed, and no later ones before them', async () => {
    await append(4);
    let failures = 2;
    const told: number[][] = [];
    const failing = follower({
      name: 'failing',
      take: async (events, { position }) => {
        told.push([position, ...events.map((event) => event.position)]);
        if (position === 2 && failures-- > 0) throw new Error('the disk is full');
      },
    });
    const running = node([failing], { batch: 2 });
    await until(async () => (await running.progress())[0]?.lag === 0);
    expect(told).toEqual([
      [0, 1, 2],
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 4],
    ]);
  });

  it('finds the application’s providers', async () => {
    await append(1);
    const found: Clock[] = [];
    node([
      follower({
        name: 'looks_at_the_time',
        take: async (_, __, services) => {
          found.push(services.get(Clock));
        },
      }),
    ]);
    await until(() => found.length > 0);
    expect(found).toEqual([clock]);
  });

  it.each(['another event at its position', 'a log that ends before it'])('stops with an alarm at %s, and takes nothing', async (what) => {
    await append(3);
    const first = node();
    await until(async () => (await first.progress())[0]?.lag === 0);
    await first.close();
    const other = await SqliteEventStore.open({ directory: opened.directory() });
    opened.closing(() => other.close());
    await other.append(stream(), 'none', records(what.startsWith('another') ? 5 : 2));
    const healthy = follower({ name: 'of_this_log', take: async () => {} });
    const running = node([copying, healthy], { store: other });
    await until(async () => (await running.progress()).some(({ state }) => state === 'stopped'));
    await until(async () => (await running.progress())[1]?.lag === 0);
    expect(await running.progress()).toMatchObject([
      { name: 'copy_book', state: 'stopped', message: expect.stringContaining(`event ${taken[2]?.id} is not at position 3`) },
      { name: 'of_this_log', state: 'following', lag: 0 },
    ]);
    expect(taken).toHaveLength(3);
    await running.close();
    // The right log is back: the next start tries again.
    await append(1);
    const again = node();
    await until(() => taken.length === 4);
    expect(await again.progress()).toMatchObject([{ state: 'following' }]);
  });

  it('stops where it raises an alarm itself, on every node that asks', async () => {
    await append(1);
    const running = node([follower({ name: 'copy_book', take: () => Promise.reject(new LogAlarm('the tree has another root')) })]);
    await until(async () => (await running.progress())[0]?.state === 'stopped');
    const other = new FollowerRunner({ followers: [copying], store, accounts, shared: true, services, log: new Log('silent') });
    expect(await other.progress()).toEqual([{ name: 'copy_book', state: 'stopped', lag: 1, message: 'the tree has another root' }]);
  });

  it('cannot move a checkpoint that another node has taken over meanwhile, and begins again at it', async () => {
    await append(2);
    let [come, goOn] = [() => {}, () => {}];
    const came = new Promise<void>((resolve) => {
      come = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const told: number[][] = [];
    node([
      follower({
        name: 'held_up',
        take: async (events) => {
          told.push(events.map(({ position }) => position));
          come();
          await gate;
        },
      }),
    ]);
    await came;
    const [first] = await store.readAll(0, 1);
    const checkpoints = new FollowerCheckpoints(accounts);
    const other = await checkpoints.begin('held_up');
    expect(await checkpoints.move(other, { position: 1, eventId: first?.id ?? '' })).toBe(true);
    goOn();
    await until(() => told.length === 2);
    expect(told).toEqual([[1, 2], [2]]);
    expect(await checkpoints.move(other, { position: 2, eventId: null })).toBe(false);
  });
});

describe('Nodes that follow one log', () => {
  const opened = new Opened('PostgreSQL');
  afterEach(() => opened.clean());

  it('take turns: one alone takes the events, and another goes on where it ends', async () => {
    const directory = opened.directory();
    const accounts = await opened.accounts(directory);
    const store = await SqliteEventStore.open({ directory });
    opened.closing(() => store.close());
    const taken: string[] = [];
    const node = (name: string): FollowerRunner => {
      const take: LogFollower['take'] = async (events) => {
        for (const { position } of events) taken.push(`${name} ${position}`);
      };
      const followers = [follower({ name: 'copy_book', take })];
      const runner = new FollowerRunner({ followers, store, accounts, shared: true, services, log: new Log('silent') });
      opened.closing(() => runner.close());
      runner.start();
      return runner;
    };
    const one = node('one');
    await store.append(stream(), 'none', records(2));
    await until(() => taken.length === 2);
    const two = node('two');
    await store.append(stream(), 'none', records(1));
    await until(() => taken.length === 3);
    await until(async () => (await two.progress())[0]?.lag === 0);
    await one.close();
    await store.append(stream(), 'none', records(1));
    await until(() => taken.length === 4);
    expect(taken).toEqual(['one 1', 'one 2', 'one 3', 'two 4']);
  });
});
