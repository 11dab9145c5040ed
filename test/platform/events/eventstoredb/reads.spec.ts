import * as grpc from '@grpc/grpc-js';
import { StoreUnavailable } from '../../../../src/platform/events/event-store.js';
import { record, records, stream, wholeLog } from '../../../kit/store-contract.js';
import { addressOf, Bench, certificate, readOn, until } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

const started = async () => {
  const server = await bench.server();
  return { server, store: await bench.store(server) };
};
const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);

describe('reading EventStoreDB', () => {
  it("passes over the server's own events and everybody else's, wherever they stand", async () => {
    const { server, store } = await started();
    const mine = records(60);
    for (const [index, event] of mine.entries()) {
      if (index % 3 === 0) server.foreign('other-system', [{}, {}]);
      if (index % 7 === 0) server.log.system('$statistics', '$stats', {});
      await store.append(stream(), 'none', [event]);
    }
    for (const limit of [1, 2, 7, 100]) expect(ids(await wholeLog(store, limit))).toEqual(ids(mine));
    const head = await store.head();
    for (let i = 0; i < 70; i += 1) server.foreign('other-system', [{}]);
    expect(await store.head()).toBe(head);
    expect(await store.readAll(head, 10)).toEqual([]);
    expect((await store.at(head + 100_000))?.id).toBe(mine.at(-1)?.id);
  });

  it('finds events after a position that is no event’s, as a client may name it', async () => {
    const { store } = await started();
    await store.append(stream(), 'none', records(3));
    await store.append(stream(), 'none', records(3));
    const all = await wholeLog(store);
    for (const [index, { position }] of all.entries()) {
      expect(ids(await store.readAll(position - 1, 100))).toEqual(ids(all.slice(index)));
      if (index < all.length - 1) expect(ids(await store.readAll(position + 1, 2))).toEqual(ids(all.slice(index + 1, index + 3)));
    }
  });

  it('turns a time into a position in a log longer than its landmarks are apart', async () => {
    const { server, store } = await started();
    const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
    const positions: number[] = [];
    for (let batch = 0; batch < 12; batch += 1) {
      const events = Array.from({ length: 100 }, (_, i) => record({ recordedAt: time(batch * 100 + i) }));
      await store.append(stream(), 'none', events);
      server.foreign('other-system', [{}]);
    }
    for (const { position } of await wholeLog(store, 1_000)) positions.push(position);
    for (const second of [0, 1, 254, 255, 256, 257, 511, 512, 700, 1_199])
      expect(await store.positionAt(time(second))).toBe(positions[second]);
    // what comes later is seen as well
    await store.append(stream(), 'none', [record({ recordedAt: time(5) }), record({ recordedAt: time(1_300) })]);
    const [late] = (await wholeLog(store, 1_000)).slice(-2);
    expect(await store.positionAt(time(1_250))).toBe(late?.position);
    expect((await store.at((positions[600] as number) + 1))?.position).toBe(positions[600]);
  });

  it('turns a time into a position once the appends of that time have ended', async () => {
    const { server, store } = await started();
    const recordedAt = '2026-01-01T12:00:00.000Z';
    server.next('append', { kind: 'late', milliseconds: 300 });
    const appending = store.append(stream(), 'none', [record({ recordedAt })]);
    const position = await store.positionAt(recordedAt);
    expect(position).toBe((await appending).position);
  });

  it('waits for a server that is not ready, and starts with it', async () => {
    const server = await bench.server();
    server.ready(false);
    setTimeout(() => server.ready(true), 300);
    const store = await bench.store(server);
    server.ready(false);
    setTimeout(() => server.ready(true), 300);
    expect(await store.read(stream())).toEqual([]);
  });

  it('does not start without a server, and says so', async () => {
    const server = await bench.server();
    server.down();
    await expect(bench.store(server, { start: 300 })).rejects.toThrow(StoreUnavailable);
    await expect(bench.store(server, { start: 300 })).rejects.toThrow(
      /EventStoreDB at esdb:\/\/127.0.0.1:\d+\?tls=false does not answer: .*ECONNREFUSED/,
    );
  });

  it('does not speak to a server whose certificate nobody vouches for', async () => {
    const server = await bench.server({ secure: true });
    const credentialsFile = bench.file('admin:changeit');
    await expect(bench.store(server, { start: 300 }, { credentialsFile, caFile: certificate('other') })).rejects.toThrow(StoreUnavailable);
    expect(server.calls).toEqual([]);
  });

  it('keeps the credentials out of what it says', async () => {
    const server = await bench.server({ secure: true });
    const files = { credentialsFile: bench.file('admin:hunter2\n'), caFile: certificate('ours') };
    const error = (await bench.store(server, {}, files).catch((refused: unknown) => refused)) as Error;
    expect(`${error.stack} ${JSON.stringify(error)} ${JSON.stringify(addressOf(server, files))}`).not.toMatch(/hunter2|aHVudGVyMg|admin:/);
    const broken = { credentialsFile: bench.file('hunter2'), caFile: certificate('ours') };
    await expect(bench.store(server, {}, broken)).rejects.toThrow(/must hold one line: login:password/);
    await expect(bench.store(server, {}, broken)).rejects.not.toThrow(/hunter2/);
  });

  for (const [says, fault] of [
    ['is unavailable', { kind: 'fail', code: grpc.status.UNAVAILABLE }],
    ['breaks off halfway', { kind: 'break', after: 3 }],
    ['says nothing', { kind: 'stall' }],
    ['answers after the deadline', { kind: 'late', milliseconds: 1_200 }],
  ] as const)
    it(`reads again, whole, where the server ${says}`, async () => {
      const { server, store } = await started();
      await store.append(stream(), 'none', records(8));
      server.next('read', fault);
      expect(await store.readAll(0, 100)).toHaveLength(8);
    });

  it('says that the store is unavailable where the server stays away', async () => {
    const server = await bench.server();
    const store = await bench.store(server, { patience: 300 });
    server.down();
    await expect(store.read(stream())).rejects.toThrow(StoreUnavailable);
    await expect(store.head()).rejects.toThrow('EventStoreDB does not answer');
  });

  it('ends at once when it is closed while reading', async () => {
    const server = await bench.server();
    const store = await bench.store(server, { deadline: 60_000, patience: 60_000 });
    server.next('read', { kind: 'stall' });
    const reading = store.readAll(0, 10);
    await until(() => server.count('read') === 2);
    const begun = performance.now();
    const settled = expect(reading).rejects.toThrow('it is closed');
    await store.close();
    await settled;
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('ends at once when it is closed while it waits for the server', async () => {
    const server = await bench.server();
    const store = await bench.store(server, { patience: 60_000 });
    server.down();
    const reading = store.head();
    const settled = expect(reading).rejects.toThrow('it is closed');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await store.close();
    await settled;
  });
});

describe('a watch over EventStoreDB', () => {
  it('comes back by itself when the server went away, and misses nothing', async () => {
    const { server, store } = await started();
    const { heard } = readOn(await bench.reader(server.url));
    const written: string[] = [];
    const write = async () => {
      const event = record();
      await store.append(stream(), 'none', [event]);
      written.push(event.id);
    };
    await write();
    await until(() => heard.length === 1);
    for (let kill = 0; kill < 3; kill += 1) {
      server.down();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await server.up();
      await write();
      await until(() => heard.length === kill + 2);
    }
    expect(ids(heard)).toEqual(written);
  });

  it('is told of what another node wrote, without looking for it', async () => {
    const { server, store } = await started();
    const reader = await bench.reader(server.url);
    let told = 0;
    const unwatch = reader.watch(() => {
      told += 1;
    });
    await until(() => told > 0);
    // the first subscription fails; only a new one tells
    server.down();
    await server.up();
    await until(() => server.count('subscribe') >= 2);
    const before = told;
    await store.append(stream(), 'none', [record()]);
    await until(() => told > before);
    unwatch();
  });

  it('goes on however long the server is away', async () => {
    const { server, store } = await started();
    const { heard } = readOn(await bench.reader(server.url, { patience: 100 }));
    await store.append(stream(), 'none', [record()]);
    await until(() => heard.length === 1);
    server.down();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await server.up();
    await store.append(stream(), 'none', [record()]);
    await until(() => heard.length === 2);
  });

  it('tells each of several watchers, until that one ends its watch', async () => {
    const { server, store } = await started();
    const reader = await bench.reader(server.url);
    const [ended, going] = [readOn(reader), readOn(reader)];
    await store.append(stream(), 'none', [record()]);
    await until(() => ended.heard.length === 1 && going.heard.length === 1);
    ended.unwatch();
    await store.append(stream(), 'none', [record()]);
    await until(() => going.heard.length === 2);
    expect(ended.heard).toHaveLength(1);
    expect(server.count('subscribe')).toBe(1);
  });
});
