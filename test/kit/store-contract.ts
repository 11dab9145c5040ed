import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { beginning, type EventRecord, type StoredRecord } from '../../src/platform/events/envelope.js';
import { type EventStore, StoreUnavailable, WrongExpectedRevision } from '../../src/platform/events/event-store.js';

export interface OpenedStore {
  /** A store with an empty log of its own. */
  readonly store: EventStore;
  /** Closes the store and opens the same log again. */
  reopen(): Promise<EventStore>;
  /** Closes the store and removes the log. */
  dispose(): Promise<void>;
}

/** An event as the executor passes it to a store. */
export const record = (fields: Partial<EventRecord> = {}): EventRecord => ({
  id: randomUUID(),
  type: 'FindingRecorded',
  schema: 1,
  data: { finding: 'sustained' },
  recordedAt: '2026-03-02T19:00:00.000Z',
  actor: { person: randomUUID(), office: 'City Manager' },
  policyVersion: '5716',
  commandId: randomUUID(),
  commandHash: 'h',
  causationId: null,
  correlationId: randomUUID(),
  ...fields,
});
export const records = (count: number): EventRecord[] => Array.from({ length: count }, () => record());
export const stream = (): string => `case-${randomUUID()}`;

/** The whole log, page by page. */
export async function wholeLog(store: EventStore, limit = 100): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  for (;;) {
    const page = await store.readAll(all.at(-1)?.position ?? beginning, limit);
    all.push(...page);
    if (page.length < limit) return all;
  }
}

const ids = (events: readonly EventRecord[]) => events.map(({ id }) => id);
const at = (time: string) => record({ recordedAt: `2026-03-02T${time}.000Z` });

/** The specs that every EventStore must pass. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedStore;
    let store: EventStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    const wrong = async (append: Promise<unknown>, stream: string, expected: number | 'none', actual: number | 'none') => {
      const error = await append.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(WrongExpectedRevision);
      expect(error).toMatchObject({ stream, expected, actual });
    };

    describe('append', () => {
      it('gives every field of an event back as it was', async () => {
        const name = stream();
        const plain = record();
        const full = record({
          type: 'CaseOpened',
          schema: 7,
          effectiveAt: '2026-02-28',
          actor: { person: 'ines', office: 'Director of a department' },
          policyVersion: null,
          commandHash: 'Zm9v',
          causationId: randomUUID(),
          data: { text: 'naïve 😀 \u0000 "quoted" \\ \u2028', list: [1, -2.5, 1e300, true, null, {}, []], nested: { deep: { empty: '' } } },
        });
        const { revision, position } = await store.append(name, 'none', [plain, full]);
        const [first, second] = await store.read(name);
        expect(first).toStrictEqual({ ...plain, stream: name, revision: 0, position: first?.position });
        expect(second).toStrictEqual({ ...full, stream: name, revision: 1, position });
        expect(revision).toBe(1);
        expect(first?.position).toBeGreaterThan(beginning);
        expect(await wholeLog(store)).toStrictEqual([first, second]);
      });

      it('holds any JSON value as data', async () => {
        const name = stream();
        const values = [null, true, 0, 'text', [], [[1]], {}, { '': 0 }, JSON.parse('{"__proto__":{"a":1},"constructor":2}')];
        await store.append(
          name,
          'none',
          values.map((data) => record({ data })),
        );
        expect((await store.read(name)).map(({ data }) => JSON.stringify(data))).toEqual(values.map((value) => JSON.stringify(value)));
      });

      it('refuses data that JSON would change, and writes nothing', async () => {
        const self: Record<string, unknown> = {};
        self.self = self;
        const changed: Record<string, unknown> = {
          undefined: undefined,
          'an undefined field': { a: { b: undefined } },
          NaN: { a: Number.NaN },
          'an infinity': [Number.POSITIVE_INFINITY],
          '-0': { a: -0 },
          'half of a surrogate pair': { a: 'x\ud800y' },
          'half of a surrogate pair in a key': { 'x\udc00': 1 },
          'a bigint': { a: 1n },
          'a function': { a: () => 1 },
          'a symbol for a key': { [Symbol('a')]: 1 },
          'a date': { a: new Date(0) },
          'a map': { a: new Map() },
          'a hole in an array': new Array(2),
          'data that holds itself': self,
        };
        for (const [name, data] of Object.entries(changed)) {
          const refused = await store.append(stream(), 'none', [record(), record({ data })]).catch((error: unknown) => error);
          expect({ name, refused }).toEqual({ name, refused: expect.any(TypeError) });
        }
        expect(await store.head()).toBe(beginning);
      });

      it('refuses metadata that would not read back the same, naming the field', async () => {
        const refused = (fields: Partial<EventRecord>, field: string) =>
          expect(store.append(stream(), 'none', [record(fields)])).rejects.toThrow(new RegExp(field.replace('.', '\\.')));
        await refused({ recordedAt: '2026-03-02' }, 'recordedAt');
        await refused({ recordedAt: '2026-02-30T00:00:00.000Z' }, 'recordedAt');
        await refused({ id: 'x' }, 'id');
        await refused({ type: '' }, 'type');
        await refused({ schema: 1.5 }, 'schema');
        await refused({ actor: { person: 'x\ud800', office: 'y' } }, 'actor.person');
        await refused({ correlationId: undefined as never }, 'correlationId');
        expect(await store.head()).toBe(beginning);
      });

      it('refuses to append nothing, or one id twice', async () => {
        const event = record();
        await expect(store.append(stream(), 'none', [])).rejects.toThrow(TypeError);
        await expect(store.append(stream(), 'none', [event, event])).rejects.toThrow(TypeError);
        expect(await store.head()).toBe(beginning);
      });

      it('refuses an expected revision that no stream can have', async () => {
        for (const expected of [-1, 0.5, Number.NaN]) await expect(store.append(stream(), expected, [record()])).rejects.toThrow(TypeError);
      });

      it('takes the expected revision, and refuses every other with the actual one', async () => {
        const name = stream();
        await wrong(store.append(name, 0, [record()]), name, 0, 'none');
        await store.append(name, 'none', records(2));
        await wrong(store.append(name, 'none', [record()]), name, 'none', 1);
        await wrong(store.append(name, 0, [record()]), name, 0, 1);
        await wrong(store.append(name, 2, [record()]), name, 2, 1);
        expect((await store.append(name, 1, [record()])).revision).toBe(2);
        expect((await store.read(name)).map(({ revision }) => revision)).toEqual([0, 1, 2]);
      });

      it('writes all of an append or none of it', async () => {
        const name = stream();
        await store.append(name, 'none', [record()]);
        await wrong(store.append(name, 'none', records(3)), name, 'none', 0);
        expect(await store.read(name)).toHaveLength(1);
        expect((await store.append(name, 0, records(200))).revision).toBe(200);
        expect(await store.read(name)).toHaveLength(201);
      });

      it('lets a refused append harm none of its neighbours', async () => {
        const streams = Array.from({ length: 20 }, stream);
        const settled = await Promise.allSettled(streams.map((name, i) => store.append(name, i % 4 === 1 ? 7 : 'none', records(2))));
        expect(settled.map(({ status }) => status)).toEqual(streams.map((_, i) => (i % 4 === 1 ? 'rejected' : 'fulfilled')));
        expect(await wholeLog(store)).toHaveLength(30);
      });

      it('takes appends that build on one another without waiting', async () => {
        const name = stream();
        const appended = await Promise.all(Array.from({ length: 20 }, (_, i) => store.append(name, i === 0 ? 'none' : i - 1, [record()])));
        expect(appended.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, i) => i));
      });

      it('lets exactly one of 64 win who expect the same revision', async () => {
        const name = stream();
        await store.append(name, 'none', [record()]);
        const settled = await Promise.allSettled(Array.from({ length: 64 }, () => store.append(name, 0, records(2))));
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const result of settled) if (result.status === 'rejected') expect(result.reason).toMatchObject({ expected: 0, actual: 2 });
        expect(await store.read(name)).toHaveLength(3);
      });
    });

    describe('a repeated append', () => {
      it('has the first result, at once and after later appends', async () => {
        const name = stream();
        const [created, changed] = [records(2), records(3)];
        const first = await store.append(name, 'none', created);
        const second = await store.append(name, 1, changed);
        await store.append(name, 4, [record()]);
        expect(await store.append(name, 'none', created)).toEqual(first);
        expect(await store.append(name, 1, changed)).toEqual(second);
        expect(ids(await wholeLog(store)).slice(0, 5)).toEqual([...ids(created), ...ids(changed)]);
        expect(await wholeLog(store)).toHaveLength(6);
      });

      it('has the first result when both are under way together', async () => {
        const name = stream();
        const events = records(2);
        const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => store.append(name, 'none', events)));
        for (const other of others) expect(other).toEqual(first);
        expect(ids(await store.read(name))).toEqual(ids(events));
      });

      it('is refused when only a part of it was written before', async () => {
        const name = stream();
        const [one, two] = records(2) as [EventRecord, EventRecord];
        await store.append(name, 'none', [one]);
        await wrong(store.append(name, 'none', [one, two]), name, 'none', 0);
        await wrong(store.append(name, 'none', [two, one]), name, 'none', 0);
        expect(ids(await store.read(name))).toEqual([one.id]);
      });

      it('has the first result after the store was opened again', async () => {
        const name = stream();
        const events = records(2);
        const first = await store.append(name, 'none', events);
        store = await opened.reopen();
        expect(await store.append(name, 'none', events)).toEqual(first);
        expect(await wholeLog(store)).toHaveLength(2);
      });
    });

    describe('read', () => {
      it('gives a stream from any revision, and nothing of a stream that is not there', async () => {
        const name = stream();
        const events = records(5);
        await store.append(name, 'none', events);
        await store.append(stream(), 'none', records(2));
        expect(ids(await store.read(name))).toEqual(ids(events));
        expect(ids(await store.read(name, 3))).toEqual(ids(events).slice(3));
        expect(await store.read(name, 5)).toEqual([]);
        expect(await store.read(stream())).toEqual([]);
      });

      it('gives the whole log in growing positions, whatever the page', async () => {
        const names = [stream(), stream(), stream()];
        for (const expected of ['none', 2, 5] as const) for (const name of names) await store.append(name, expected, records(3));
        const all = await wholeLog(store, 1000);
        expect(all).toHaveLength(27);
        all.reduce((before, event) => {
          expect(event.position).toBeGreaterThan(before);
          return event.position;
        }, beginning);
        for (const limit of [1, 2, 13, 27]) expect(await wholeLog(store, limit)).toEqual(all);
        expect(await store.readAll(all[9]?.position as number, 2)).toEqual(all.slice(10, 12));
        expect(await store.readAll(await store.head(), 10)).toEqual([]);
      });

      it('misses, doubles and reorders nothing for one who reads on while eight writers go on', async () => {
        const early = stream();
        await store.append(early, 'none', records(1200));
        const seen: StoredRecord[] = [];
        let writing = true;
        const reading = (async () => {
          for (;;) {
            const last = !writing;
            const page = await store.readAll(seen.at(-1)?.position ?? beginning, 100);
            seen.push(...page);
            if (last && page.length === 0) return;
            await turn();
          }
        })();
        await Promise.all(
          Array.from({ length: 8 }, async (_, writer) => {
            const name = stream();
            for (let i = 0, revision = -1; i < 40; i += 1) {
              const appended = await store.append(name, revision < 0 ? 'none' : revision, records(1 + ((writer + i) % 3)));
              revision = appended.revision;
              if (i % 10 === writer) await turn();
            }
          }),
        );
        writing = false;
        await reading;
        expect(seen).toEqual(await wholeLog(store, 1000));
      });

      it('knows the last event at or before a position, between two events as well', async () => {
        expect(await store.at(1)).toBeUndefined();
        await store.append(stream(), 'none', records(3));
        await store.append(stream(), 'none', records(1));
        const all = await wholeLog(store);
        for (const [i, event] of all.entries()) {
          expect(await store.at(event.position)).toStrictEqual(event);
          for (const before of [event.position - 1, Math.floor((event.position + (all[i - 1]?.position ?? 0)) / 2)])
            if (before < event.position && before >= (all[i - 1]?.position ?? 0)) expect(await store.at(before)).toEqual(all[i - 1]);
        }
        expect(await store.at(beginning)).toBeUndefined();
      });

      it('knows its head', async () => {
        expect(await store.head()).toBe(beginning);
        const { position } = await store.append(stream(), 'none', records(2));
        expect(await store.head()).toBe(position);
      });

      it('shows what was appended as soon as the append has resolved', async () => {
        for (let i = 0; i < 20; i += 1) {
          const name = stream();
          const event = record();
          const { position } = await store.append(name, 'none', [event]);
          expect(ids(await store.read(name))).toEqual([event.id]);
          expect(await store.head()).toBeGreaterThanOrEqual(position);
        }
      });
    });

    describe('positionAt', () => {
      it('goes by the running maximum of recordedAt', async () => {
        const positions: number[] = [];
        for (const time of ['10:00:00', '10:05:00', '10:03:00', '10:05:00', '10:10:00'])
          positions.push((await store.append(stream(), 'none', [at(time)])).position);
        const asked = (time: string) => store.positionAt(`2026-03-02T${time}Z`);
        expect(await asked('09:59:59.999')).toBe(beginning);
        expect(await asked('10:00:00.000')).toBe(positions[0]);
        expect(await asked('10:03:00.000')).toBe(positions[0]);
        expect(await asked('10:04:59.999')).toBe(positions[0]);
        expect(await asked('10:05:00.000')).toBe(positions[3]);
        expect(await asked('10:09:59.999')).toBe(positions[3]);
        expect(await asked('10:10:00.000')).toBe(positions[4]);
        expect(await asked('23:00:00.000')).toBe(positions[4]);
      });

      it('goes on with the running maximum after the store was opened again', async () => {
        const { position: first } = await store.append(stream(), 'none', [at('09:00:00')]);
        await store.append(stream(), 'none', [at('10:00:00')]);
        store = await opened.reopen();
        const { position } = await store.append(stream(), 'none', [at('09:30:00')]);
        expect(await store.positionAt('2026-03-02T09:45:00.000Z')).toBe(first);
        expect(await store.positionAt('2026-03-02T10:00:00.000Z')).toBe(position);
      });

      it('is the beginning for an empty log', async () => {
        expect(await store.positionAt('2026-03-02T10:00:00.000Z')).toBe(beginning);
      });

      it('waits for the appends under way', async () => {
        const appends = Array.from({ length: 5 }, () => store.append(stream(), 'none', [at('10:00:00')]));
        const position = await store.positionAt('2026-03-02T10:00:00.000Z');
        expect(position).toBe(Math.max(...(await Promise.all(appends)).map((appended) => appended.position)));
      });

      it('refuses what is not a time', async () => {
        await expect(store.positionAt('yesterday')).rejects.toThrow(TypeError);
        await expect(store.positionAt('2026-03-02T10:00:00')).rejects.toThrow(TypeError);
      });
    });

    describe('watch', () => {
      it('calls back after an append, until it is ended', async () => {
        let calls = 0;
        const called = (least: number) =>
          new Promise<void>((resolve) => {
            const look = setInterval(() => {
              if (calls < least) return;
              clearInterval(look);
              resolve();
            }, 5);
          });
        const end = store.watch(() => {
          calls += 1;
        });
        await store.append(stream(), 'none', records(2));
        await called(1);
        const before = calls;
        await store.append(stream(), 'none', records(1));
        await called(before + 1);
        end();
        const after = calls;
        await store.append(stream(), 'none', records(1));
        expect(calls).toBe(after);
      });
    });

    describe('close', () => {
      it('finishes the appends under way, and keeps all of them', async () => {
        const appends = Array.from({ length: 20 }, () => store.append(stream(), 'none', records(2)));
        await store.close();
        const appended = await Promise.all(appends);
        store = await opened.reopen();
        expect(await wholeLog(store)).toHaveLength(40);
        expect(await store.head()).toBe(Math.max(...appended.map(({ position }) => position)));
      });

      it('refuses what comes after it', async () => {
        await store.close();
        await store.close();
        await expect(store.append(stream(), 'none', [record()])).rejects.toThrow(StoreUnavailable);
        await expect(store.read(stream())).rejects.toThrow(StoreUnavailable);
      });

      it('keeps the log as it was through being opened again', async () => {
        const name = stream();
        await store.append(name, 'none', records(3));
        const before = await wholeLog(store);
        store = await opened.reopen();
        expect(await wholeLog(store)).toStrictEqual(before);
        const { revision, position } = await store.append(name, 2, [record()]);
        expect(revision).toBe(3);
        expect(position).toBeGreaterThan(before.at(-1)?.position as number);
      });
    });
  });
}
