import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventTypes, streams } from '../../src/definitions.js';
import { acknowledgements } from '../../src/modules/policy/acknowledgement.js';
import { Codec } from '../../src/platform/events/codec.js';
import { type StoredRecord, streamParts } from '../../src/platform/events/envelope.js';
import type { AnyEventType } from '../../src/platform/events/event.js';
import { recordOfRow, wireEventOf } from '../../src/platform/events/sqlite/rows.js';
import { SqliteEventStore } from '../../src/platform/events/sqlite/sqlite-event-store.js';
import { Streams } from '../../src/platform/events/streams.js';

/**
 * Events as logs hold them, a line each as `npx casebook log export` writes it: of every type and every schema that was ever written.
 * Lines are added and never changed: what they say is in somebody's log.
 */
const directory = new URL('stored/', import.meta.url);
const lines = readdirSync(directory).flatMap((name) => readFileSync(new URL(name, directory), 'utf8').split('\n').filter(Boolean));
const records = lines.map((line) => JSON.parse(line) as Omit<StoredRecord, 'position'> & { position: string });
const asStored = (record: (typeof records)[number]): StoredRecord => ({ ...record, position: Number(record.position) });
const codec = new Codec(eventTypes);

it.each(eventTypes.flatMap(({ type, schema }: AnyEventType) => Array.from({ length: schema }, (_, i) => [type, i + 1] as const)))(
  '%s in schema %i was kept as it was stored, and reads as today’s',
  (type, schema) => {
    const kept = records.filter((record) => record.type === type && record.schema === schema).map(asStored);
    if (kept.length === 0)
      throw new Error(`test/events/stored holds no ${type} of schema ${schema}: add its line from \`npx casebook log export\``);
    for (const record of kept) {
      const event = codec.decode(record);
      expect(event).toEqual({ ...record, schema: codec.type(type)?.schema, data: event.data });
      if (schema === codec.type(type)?.schema) expect(event.data).toEqual(record.data);
      expect(codec.type(type)?.problems(event.data)).toEqual([]);
      const stream = streams.find(({ name }) => name === streamParts(record.stream).kind);
      expect(Object.keys(stream?.events ?? {})).toContain(type);
    }
  },
);

it('nothing is kept of a type or schema that the code does not know', () =>
  expect(records.filter(({ type, schema }) => schema > (codec.type(type)?.schema ?? 0)).map(({ type, schema }) => [type, schema])).toEqual(
    [],
  ));

it('prose and names are kept sealed', () => {
  const sealed = records.filter(({ type }) => codec.type(type)?.sealed);
  expect(sealed.length).toBeGreaterThan(20);
  const [entered] = records.filter(({ type }) => type === 'PersonEntered').map(asStored);
  if (!entered) throw new Error('no PersonEntered is kept');
  const open = { ...entered, data: { ...(entered.data as object), name: 'In the clear' } };
  expect(() => codec.decode(open)).toThrow(/cannot be read: \/name/);
});

it('the store reads back the very same bytes', () => {
  for (const record of records.map(asStored)) {
    const [, type, schema, , envelope, data] = wireEventOf(record);
    expect(recordOfRow([record.position, record.stream, record.revision, type, schema, envelope, data])).toEqual(record);
  }
});

describe('an acknowledgement of schema 1', () => {
  const older = records.filter(({ type, schema }) => type === 'PolicyAcknowledged' && schema === 1).map(asStored);

  it.each([
    [true, 'on-paper'],
    [false, 'signed-in'],
  ])('that told onPaper %s was given %s', (onPaper, manner) => {
    const kept = older.filter(({ data }) => (data as { onPaper: boolean }).onPaper === onPaper);
    expect(kept.length).toBeGreaterThan(0);
    for (const record of kept) {
      const { onPaper: _, ...rest } = record.data as { onPaper: boolean };
      expect(codec.decode(record)).toEqual({ ...record, schema: 2, data: { ...rest, manner } });
    }
  });

  it('is folded out of a log like today’s', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'casebook-older-'));
    const store = await SqliteEventStore.open({ directory: scratch });
    try {
      const [first] = older.filter(({ revision }) => revision === 0);
      if (!first) throw new Error('no first acknowledgement is kept');
      await store.append(first.stream, 'none', [first]);
      const { state } = await new Streams(store, codec).folded(acknowledgements, streamParts(first.stream).id);
      expect(state).toEqual({
        status: 'acknowledged',
        versions: [{ version: '5716', on: expect.any(String), manner: expect.any(String) }],
      });
      expect((await store.read(first.stream))[0]).toMatchObject({ schema: 1, data: first.data });
    } finally {
      await store.close();
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
