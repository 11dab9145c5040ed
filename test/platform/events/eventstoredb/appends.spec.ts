import * as grpc from '@grpc/grpc-js';
import {
  AppendTooLarge,
  LogAlarm,
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../../../../src/platform/events/event-store.js';
import { record, records, stream, wholeLog } from '../../../kit/store-contract.js';
import { Bench, certificate, until } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

const unavailable = (details: string, written = false) => ({ kind: 'fail', code: grpc.status.UNAVAILABLE, details, written }) as const;

describe('an append to EventStoreDB', () => {
  it('carries credentials and a deadline, and never takes the batch path', async () => {
    const server = await bench.server({ secure: true });
    const store = await bench.store(server, {}, { credentialsFile: bench.file('admin:changeit\n'), caFile: certificate('ours') });
    await store.append(stream(), 'none', [record()]);
    await store.read(stream());
    expect(server.calls.length).toBeGreaterThan(2);
    for (const { authorization } of server.calls) expect(authorization).toBe(`Basic ${Buffer.from('admin:changeit').toString('base64')}`);
    const [append] = server.calls.filter(({ method }) => method === 'append');
    expect(append?.deadline).toBeGreaterThan(0);
    expect(append?.deadline).toBeLessThanOrEqual(1_000);
  });

  it('never takes the batch path without TLS either', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    await store.append(stream(), 'none', [record()]);
    expect(server.count('append')).toBe(1);
  });

  for (const [says, fault] of [
    ['is unavailable before it wrote', unavailable('Connection dropped')],
    ['is unavailable after it wrote', unavailable('Connection dropped', true)],
    ['times out forwarding it', { kind: 'fail', code: grpc.status.ABORTED, details: 'Forwarding timeout', written: true }],
    ['cancels it', { kind: 'fail', code: grpc.status.CANCELLED, details: 'shutting down' }],
    ['says nothing after it wrote', { kind: 'stall', written: true }],
    ['says nothing and wrote nothing', { kind: 'stall' }],
    ['writes it only after the deadline', { kind: 'late', milliseconds: 1_100 }],
  ] as const)
    it(`is repeated with the same ids at the same revision where the server ${says}, and written once`, async () => {
      const server = await bench.server();
      const store = await bench.store(server);
      const name = stream();
      await store.append(name, 'none', [record()]);
      const events = records(3);
      server.next('append', fault);
      const appended = await store.append(name, 0, events);
      expect(appended.revision).toBe(3);
      await new Promise((resolve) => setTimeout(resolve, fault.kind === 'late' ? 300 : 0));
      const log = await wholeLog(store);
      expect(log.slice(1).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(appended.position).toBe(log.at(-1)?.position);
      const tries = server.calls.filter(({ method, expected }) => method === 'append' && expected === 0);
      expect(tries).toHaveLength(2);
      for (const { ids } of tries) expect(ids).toEqual(events.map(({ id }) => id));
    });

  it('is found to be its own where a repeat is refused as standing at the wrong revision', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const name = stream();
    const events = records(2);
    // written, not answered, and then repeated where the server no longer recognizes it
    server.next('append', unavailable('Connection dropped', true), {
      kind: 'fail',
      code: grpc.status.FAILED_PRECONDITION,
      details: 'WrongExpectedVersion',
      exception: 'wrong-expected-version',
    });
    const trailers = { 'stream-name': name, 'expected-version': '-1', 'actual-version': '1' };
    server.trailers = trailers;
    const appended = await store.append(name, 'none', events);
    expect(appended).toEqual({ revision: 1, position: (await wholeLog(store)).at(-1)?.position });
  });

  it("is refused as standing at the wrong revision where another node's events came between", async () => {
    const server = await bench.server();
    const [store, other] = [await bench.store(server), await bench.store(server)];
    const name = stream();
    server.next('append', unavailable('Connection dropped'));
    const appending = store.append(name, 'none', [record()]);
    await other.append(name, 'none', records(2));
    await expect(appending).rejects.toThrow(new WrongExpectedRevision(name, 'none', 1));
    expect(await wholeLog(store)).toHaveLength(2);
  });

  it('waits for the one before it on its stream, however often that one is tried', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const name = stream();
    const [first, second] = [record(), record()];
    server.next('append', unavailable('Connection dropped'));
    const appended = await Promise.all([store.append(name, 'none', [first]), store.append(name, 0, [second])]);
    expect(appended.map(({ revision }) => revision)).toEqual([0, 1]);
    expect((await store.read(name)).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('is refused when it repeats only a part of what was written', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const name = stream();
    const [one, two] = [record(), record()];
    await store.append(name, 'none', [one]);
    await expect(store.append(name, 'none', [one, two])).rejects.toThrow(WrongExpectedRevision);
    expect(await store.read(name)).toHaveLength(1);
  });

  it('has an unknown outcome where the server stays away, and is settled by repeating it', async () => {
    const server = await bench.server();
    const store = await bench.store(server, { patience: 600 });
    const name = stream();
    const event = record();
    server.next('append', unavailable('Connection dropped', true));
    const appending = store.append(name, 'none', [event]);
    await until(() => server.count('append') === 1);
    server.down();
    await expect(appending).rejects.toThrow(OutcomeUnknown);
    await server.up();
    expect((await store.append(name, 'none', [event])).revision).toBe(0);
    expect(await wholeLog(store)).toHaveLength(1);
  });

  it('goes on when the server is killed under load: what was acknowledged is there once', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const acknowledged: string[] = [];
    let stop = false;
    const writers = Array.from({ length: 16 }, async () => {
      while (!stop) {
        const event = record();
        await store.append(stream(), 'none', [event]);
        acknowledged.push(event.id);
      }
    });
    for (let kill = 0; kill < 3; kill += 1) {
      const before = acknowledged.length;
      await until(() => acknowledged.length > before + 20);
      server.down();
      await new Promise((resolve) => setTimeout(resolve, 60));
      server.ready(false);
      await server.up();
      await new Promise((resolve) => setTimeout(resolve, 100));
      server.ready(true);
    }
    stop = true;
    await Promise.all(writers);
    const kept = (await wholeLog(store, 1_000)).map(({ id }) => id);
    expect([...kept].sort()).toEqual([...acknowledged].sort());
  });

  it('is refused before it is sent where it is larger than the server takes', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const large = Array.from({ length: 3 }, () => record({ data: { text: 'x'.repeat(400_000) } }));
    const refused = await store.append(stream(), 'none', large).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppendTooLarge);
    expect((refused as Error).message).toMatch(/is larger than the 1048576 bytes that the event store takes/);
    expect(server.count('append')).toBe(0);
    expect((await store.append(stream(), 'none', large.slice(0, 2))).revision).toBe(1);
  });

  it('is refused as too large where the server takes less than it should', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const invalid = grpc.status.INVALID_ARGUMENT;
    server.trailers = { 'maximum-append-size': '1000' };
    server.next('append', { kind: 'fail', code: invalid, exception: 'maximum-append-size-exceeded' });
    await expect(store.append(stream(), 'none', [record()])).rejects.toThrow('larger than the 1000 bytes');
    server.next('append', { kind: 'fail', code: grpc.status.RESOURCE_EXHAUSTED, details: 'message larger than max' });
    await expect(store.append(stream(), 'none', [record()])).rejects.toThrow(AppendTooLarge);
  });

  it('takes thousands of events at once', async () => {
    const store = await bench.store(await bench.server(), { deadline: 10_000 });
    const name = stream();
    expect((await store.append(name, 'none', records(1_500))).revision).toBe(1_499);
    const log = await wholeLog(store, 1_000);
    expect(new Set(log.map(({ position }) => position)).size).toBe(1_500);
  });

  it('does not pile up at the server: appends beyond a bound wait here', async () => {
    const server = await bench.server();
    const store = await bench.store(server, { deadline: 20_000 });
    server.next('append', ...Array.from({ length: 300 }, () => ({ kind: 'late', milliseconds: 400 }) as const));
    const appends = Array.from({ length: 300 }, () => store.append(stream(), 'none', [record()]));
    await until(() => server.count('append') === 256);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.count('append')).toBe(256);
    await Promise.all(appends);
    expect(server.count('append')).toBe(300);
  });

  it('raises the alarm on a stream that was deleted for good', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const name = stream();
    await store.append(name, 'none', [record()]);
    server.log.tombstone(`casebook-${name}`);
    await expect(store.append(name, 0, [record()])).rejects.toThrow(LogAlarm);
    await expect(store.append(name, 0, [record()])).rejects.toThrow('was deleted for good');
  });

  it('raises the alarm where a new stream would go on behind a deleted one', async () => {
    const server = await bench.server();
    const store = await bench.store(server);
    const name = stream();
    await store.append(name, 'none', records(3));
    server.log.softDelete(`casebook-${name}`);
    await expect(store.append(name, 'none', [record()])).rejects.toThrow('a new event went to revision 3 instead of 0');
  });

  it('says that the store is unavailable where the credentials are wrong', async () => {
    const server = await bench.server({ secure: true });
    const files = { credentialsFile: bench.file('admin:wrong'), caFile: certificate('ours') };
    await expect(bench.store(server, {}, files)).rejects.toThrow(StoreUnavailable);
    await expect(bench.store(server, {}, files)).rejects.toThrow('refuses these credentials');
  });
});
