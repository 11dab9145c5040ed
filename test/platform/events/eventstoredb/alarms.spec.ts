import type { StoredRecord } from '../../../../src/platform/events/envelope.js';
import { DamagedEvent, LogAlarm } from '../../../../src/platform/events/event-store.js';
import type { EsdbServer } from '../../../kit/esdb-server/server.js';
import { record, records, stream, wholeLog } from '../../../kit/store-contract.js';
import { Bench, until } from './kit.js';

const bench = new Bench();
afterEach(() => bench.clear());

const started = async () => {
  const server = await bench.server();
  return { server, store: await bench.store(server) };
};

describe('the alarm', () => {
  const alarms = async (work: Promise<unknown>, says: RegExp) => {
    const error = await work.then(
      (value) => ({ value }),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LogAlarm);
    expect((error as Error).message).toMatch(says);
  };

  it('is raised for a stream that was cut: it begins above revision 0', async () => {
    const { server, store } = await started();
    const [kept, cut, counted] = [stream(), stream(), stream()];
    for (const name of [kept, cut, counted]) await store.append(name, 'none', records(4));
    server.log.metadata(`casebook-${cut}`, { $tb: 2 });
    server.log.metadata(`casebook-${counted}`, { $maxCount: 3 });
    await alarms(store.read(cut), /should go on at revision 0, but goes on at 2/);
    await alarms(store.read(counted), /should go on at revision 0, but goes on at 1/);
    await alarms(store.readAll(0, 100), /was cut or deleted on the server \(\$tb in its metadata\)/);
    expect(await store.read(kept)).toHaveLength(4);
  });

  it('is raised for a stream that was cut to nothing, which is no empty one either', async () => {
    const { server, store } = await started();
    const name = stream();
    await store.append(name, 'none', records(3));
    server.log.metadata(`casebook-${name}`, { $tb: 3 });
    await alarms(store.read(name), /was cut or deleted on the server \(\$tb in its metadata\)/);
    await alarms(store.read(name, 2), /was cut or deleted on the server/);
  });

  it('is raised for an event that has gone from the middle of the log', async () => {
    const { server, store } = await started();
    const name = stream();
    await store.append(name, 'none', records(4));
    const lost = server.log.all.findIndex(({ stream: of, revision }) => of === `casebook-${name}` && revision === 2);
    server.log.all.splice(lost, 1);
    await alarms(store.readAll(0, 100), /goes on after revision 1 with 3 at position \d+: it was cut/);
  });

  it('is raised for a log that is empty and was not', async () => {
    const { server, store } = await started();
    await store.append(stream(), 'none', records(2));
    await store.head();
    server.log.restore(0);
    await alarms(store.head(), /the log is empty, but went up to position \d+ before/);
  });

  /** Asks for something whose first read is answered as the log stands now, but only once `meanwhile` is done. */
  const overtaken = async <T>(server: EsdbServer, ask: () => Promise<T>, meanwhile: () => Promise<void>): Promise<T> => {
    let release = () => {};
    server.next('read', { kind: 'held', until: new Promise<void>((resolve) => (release = resolve)) });
    const before = server.count('read');
    const asked = ask();
    await until(() => server.count('read') > before);
    await meanwhile();
    release();
    return asked;
  };

  for (const held of [1, 0])
    it(`is not raised where others see more of a log of ${held} while its head is asked for`, async () => {
      const { server, store } = await started();
      for (let i = 0; i < held; i += 1) await store.append(stream(), 'none', [record()]);
      const head = await store.head();
      // as metadata, an epoch after an election, or a password: the last event of the server is not ours
      server.foreign('other-system', [{}]);
      const asked = overtaken(
        server,
        () => store.head(),
        async () => {
          await store.append(stream(), 'none', [record()]);
          expect(await store.readAll(head, 10)).toHaveLength(1);
        },
      );
      expect(await asked).toBe(head);
      expect(await store.head()).toBeGreaterThan(head);
    });

  it('is not raised where an event comes to stand where a client looked for one', async () => {
    const { server, store } = await started();
    const append = async () => (await store.append(stream(), 'none', [record()])).position;
    const [first, second] = [await append(), await append()];
    // events of one size stand at equal distances
    const next = second + (second - first);
    const asked = overtaken(
      server,
      () => store.readAll(next, 10),
      async () => expect(await append()).toBe(next),
    );
    expect(await asked).toEqual([]);
  });

  it('is raised for events that share the position of a transaction', async () => {
    const { server, store } = await started();
    await store.append(stream(), 'none', records(2));
    server.log.transaction(2);
    await alarms(store.readAll(0, 100), /was written by a transaction/);
  });

  it('is raised for a soft-deleted stream, which is no empty one', async () => {
    const { server, store } = await started();
    const name = stream();
    await store.append(name, 'none', records(3));
    server.log.softDelete(`casebook-${name}`);
    await alarms(store.read(name), /was cut or deleted on the server/);
    await alarms(store.readAll(0, 100), /was cut or deleted on the server/);
  });

  it('is raised for who had read a stream before it was soft-deleted, and reads on', async () => {
    const { server, store } = await started();
    const name = stream();
    const { position } = await store.append(name, 'none', records(2));
    server.log.softDelete(`casebook-${name}`);
    await store.append(stream(), 'none', [record()]);
    await alarms(store.readAll(position, 100), /was cut or deleted on the server/);
  });

  it('ends once what was cut off is there again', async () => {
    const { server, store } = await started();
    const name = stream();
    await store.append(name, 'none', records(3));
    server.log.softDelete(`casebook-${name}`);
    await alarms(store.readAll(0, 100), /was cut/);
    server.log.metadata(`casebook-${name}`, {});
    expect(await store.read(name)).toHaveLength(3);
    expect(await store.readAll(0, 100)).toHaveLength(3);
  });

  it('is raised for a stream that was deleted for good', async () => {
    const { server, store } = await started();
    const name = stream();
    await store.append(name, 'none', records(3));
    server.log.tombstone(`casebook-${name}`);
    await alarms(store.read(name), /was deleted for good/);
    await alarms(store.readAll(0, 100), /was deleted \(\$streamDeleted at position \d+\)/);
  });

  it('is not raised for what others do with their streams', async () => {
    const { server, store } = await started();
    server.foreign('theirs', [{}, {}]);
    server.log.softDelete('theirs');
    server.log.tombstone('also-theirs');
    await store.append(stream(), 'none', [record()]);
    expect(await store.readAll(0, 100)).toHaveLength(1);
  });

  it('is raised for a checkpoint beyond the end of a log that was restored from before', async () => {
    const { server, store } = await started();
    for (let i = 0; i < 5; i += 1) await store.append(stream(), 'none', [record()]);
    const all = await wholeLog(store);
    server.log.restore(server.log.all.length - 2);
    const fresh = await bench.store(server);
    const last = all.at(-1)?.position as number;
    await alarms(fresh.readAll(last, 10), /lies beyond the log's end/);
    await alarms(fresh.readAll(last + 5_000, 10), /lies beyond the log's end/);
    // who had read it knows without being asked
    await alarms(store.head(), /ends before position/);
  });

  it('is raised for an event that cannot be read, naming its position', async () => {
    const { server, store } = await started();
    await store.append(stream(), 'none', records(2));
    const metadata = Buffer.from(JSON.stringify({ schema: 1 }));
    for (const [event, says] of [
      [{ data: Buffer.from('{"half":') }, /its JSON cannot be read/],
      [{ contentType: 'application/octet-stream' }, /it is not JSON/],
      [{ metadata }, /its metadata is not what Casebook writes/],
      [{ metadata: Buffer.from('[') }, /its metadata is not what Casebook writes/],
    ] as const) {
      server.foreign('casebook-case-damaged', [event]);
      const position = server.log.all.at(-1)?.position;
      const error = await store.readAll((await wholeLogUpTo(store)) ?? 0, 10).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DamagedEvent);
      expect(error).toMatchObject({ position, message: expect.stringMatching(says) });
      server.log.restore(server.log.all.length - 1);
    }
  });
});

const wholeLogUpTo = async (store: { readAll(after: number, limit: number): Promise<readonly StoredRecord[]> }) =>
  (await store.readAll(0, 2)).at(-1)?.position;
