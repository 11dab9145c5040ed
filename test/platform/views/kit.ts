import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Boolean as Flag, Integer, String as Text } from 'typebox';
import type { DataSource } from 'typeorm';
import { Codec } from '../../../src/platform/events/codec.js';
import type { StoredRecord } from '../../../src/platform/events/envelope.js';
import { event } from '../../../src/platform/events/event.js';
import { Clock } from '../../../src/platform/ground/clock.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { Place } from '../../../src/platform/postgres/address.js';
import { isOnPostgres } from '../../../src/platform/postgres/connection.js';
import { Cursors } from '../../../src/platform/queries/cursor.js';
import { RowsAt } from '../../../src/platform/queries/rows.js';
import type { AnyFields } from '../../../src/platform/rows/columns.js';
import { flag, orNull, type RowOf, text, whole } from '../../../src/platform/rows/columns.js';
import { openForWriting } from '../../../src/platform/rows/database.js';
import type { KeyedFold } from '../../../src/platform/rows/keyed-fold.js';
import { RowQueries } from '../../../src/platform/rows/row-queries.js';
import { type AnyView, type View, view } from '../../../src/platform/rows/view.js';
import { Moments } from '../../../src/platform/sealing/moments.js';
import type { Progress } from '../../../src/platform/views/messages.js';
import { type RunnerLog, type RunnerOptions, ViewRunner } from '../../../src/platform/views/runner.js';
import { Schemas } from '../../kit/postgres.js';

export const TaskOpened = event('TaskOpened', 1, 'internal', { status: Text(), due: Text(), urgent: Flag() });
export const TaskMoved = event('TaskMoved', 1, 'internal', { status: Text() });
export const TaskCounted = event('TaskCounted', 1, 'internal', { by: Integer() });
export const TaskRemoved = event('TaskRemoved', 1, 'internal', {});
/** Touches several tasks at once. */
export const TasksSwept = event('TasksSwept', 1, 'internal', { status: Text() });
const taskEvents = { TaskOpened, TaskMoved, TaskCounted, TaskRemoved, TasksSwept };

export const codec = new Codec(Object.values(taskEvents));
/** The tasks that a sweep touches. */
export const swept = ['t1', 't2', 't3'];

const taskFields = {
  status: text(),
  due: text(),
  urgent: flag(),
  count: whole(),
  movedAt: orNull(text()),
};
export type TaskFields = RowOf<typeof taskFields>;

const taskList = (version: number): View<TaskFields, typeof taskEvents> =>
  view({
    name: 'task_list',
    version,
    columns: taskFields,
    events: taskEvents,
    keys: { TasksSwept: () => swept },
    fold: {
      TaskOpened: (before, { data: { status, due, urgent } }) => before ?? { status, due, urgent, count: 0, movedAt: null },
      TaskMoved: (row, { data, recordedAt }) => row && { ...row, status: data.status, movedAt: recordedAt },
      TaskCounted: (row, { data }) => row && { ...row, count: row.count + data.by },
      TaskRemoved: () => null,
      TasksSwept: (row, { data }) => row && { ...row, status: data.status },
    },
    listings: [
      { by: [], order: 'due' },
      { by: ['status'], order: 'due' },
      { by: ['status', 'urgent'], order: 'count' },
    ],
  });

export const tasks = taskList(1);
export const tasksNext = taskList(2);

/** One row a task that counts its events; folds every type but sweeps. */
export const counts: AnyView = view({
  name: 'task_count',
  version: 1,
  columns: { events: whole() },
  events: { TaskOpened, TaskMoved, TaskCounted },
  fold: {
    TaskOpened: (row) => ({ events: (row?.events ?? 0) + 1 }),
    TaskMoved: (row) => ({ events: (row?.events ?? 0) + 1 }),
    TaskCounted: (row) => ({ events: (row?.events ?? 0) + 1 }),
  },
});

export interface Happening {
  readonly task: string;
  readonly type: keyof typeof taskEvents;
  readonly data: Readonly<Record<string, unknown>>;
}

const start = Date.parse('2026-01-01T00:00:00.000Z');
export const timeOf = (position: number): string => new Date(start + position * 60_000).toISOString();

/** A log in memory; `tell` adds to it. */
export class MemoryLog implements RunnerLog {
  readonly records: StoredRecord[] = [];
  private readonly revisions = new Map<string, number>();

  constructor(happenings: Iterable<Happening> = []) {
    for (const happening of happenings) this.tell(happening);
  }

  tell({ task, type, data }: Happening, schema = 1): void {
    const stream = `task-${task}`;
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    const position = this.records.length + 1;
    this.revisions.set(stream, revision);
    this.records.push({
      id: derivedId('log', String(position)),
      type,
      schema,
      data,
      stream,
      revision,
      position,
      recordedAt: timeOf(position),
      actor: { person: 'p', office: 'Employee' },
      policyVersion: null,
      commandId: derivedId('command', String(position)),
      commandHash: '',
      causationId: null,
      correlationId: derivedId('correlation', String(position)),
    });
  }

  read(stream: string): StoredRecord[] {
    return this.records.filter((record) => record.stream === stream);
  }

  readAll(after: number, limit: number): StoredRecord[] {
    return this.records.slice(after, after + limit);
  }

  at(position: number): StoredRecord | undefined {
    return this.records[position - 1];
  }

  head(): number {
    return this.records.length;
  }
}

/** The rows of the task list as of a position, folded one event at a time, without anything that the platform does. */
export function naive(records: readonly StoredRecord[], position: number, list: AnyView = tasks): Map<string, AnyFields> {
  const rows = new Map<string, AnyFields>();
  for (const record of records) {
    if (record.position > position) break;
    const keys = list.keys?.[record.type]?.(record as never) ?? [record.stream.slice('task-'.length)];
    for (const key of keys) {
      const after = list.fold[record.type]?.((rows.get(key) as never) ?? null, record as never, key) as AnyFields | null;
      if (after) rows.set(key, after);
      else rows.delete(key);
    }
  }
  return rows;
}

/** A repeatable stream of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const statuses = ['new', 'open', 'done'];

/** `count` happenings to about `tasks` tasks, the same for the same seed. */
export function* happenings(count: number, tasks: number, seed = 1): Generator<Happening> {
  const next = numbers(seed);
  const pick = (n: number) => Math.floor(next() * n);
  for (let i = 0; i < count; i += 1) {
    const task = `t${pick(tasks)}`;
    const status = statuses[pick(statuses.length)] as string;
    const kind = pick(20);
    if (kind < 6) yield { task, type: 'TaskOpened', data: { status, due: `2026-01-${10 + pick(15)}`, urgent: pick(2) === 0 } };
    else if (kind < 12) yield { task, type: 'TaskMoved', data: { status } };
    else if (kind < 17) yield { task, type: 'TaskCounted', data: { by: pick(3) } };
    else if (kind < 19) yield { task, type: 'TaskRemoved', data: {} };
    else yield { task, type: 'TasksSwept', data: { status } };
  }
}

export class FixedClock extends Clock {
  constructor(public at = Date.parse('2026-06-01T00:00:00.000Z')) {
    super();
  }
  now(): number {
    return this.at;
  }
}

/** Where rows are kept; what is said of views holds on both. */
export const databases = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof databases)[number];

/** Rows in a place of their own, gone after each test. */
export class ViewsFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'views-'));
  private readonly opened: DataSource[] = [];
  private readonly schemas = new Schemas();
  private at: Promise<Place> | undefined;

  constructor(private readonly kind: DatabaseKind) {}

  place(): Promise<Place> {
    this.at ??= this.kind === 'SQLite' ? Promise.resolve({ directory: this.directory }) : this.schemas.address('views');
    return this.at;
  }

  async open(): Promise<DataSource> {
    const database = await openForWriting(await this.place());
    this.opened.push(database);
    return database;
  }

  /** A runner on a connection of its own, started. */
  async runner(
    views: readonly KeyedFold[],
    log: RunnerLog,
    options: Partial<RunnerOptions> = {},
  ): Promise<ViewRunner & { database: DataSource }> {
    const database = await this.open();
    const runner = new ViewRunner({ database, log, views, decode: (record) => codec.decode(record), clock: new FixedClock(), ...options });
    await runner.start();
    return Object.assign(runner, { database });
  }

  async close(): Promise<void> {
    for (const database of this.opened) if (database.isInitialized) await database.destroy();
    await this.schemas.clean();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Every row version of a table, in a fixed order. */
export const allRows = async (database: DataSource, { table }: AnyView): Promise<Record<string, unknown>[]> => {
  const rows: Record<string, unknown>[] = await database.query(`SELECT * FROM "${table}" ORDER BY "key", "validFrom"`);
  return rows.map((row) => ({ ...row, validFrom: Number(row.validFrom), validTo: Number(row.validTo), slot: Number(row.slot) }));
};

/** Cursors of the one reader of these specs. */
export const cursors = new Cursors(new Moments(Buffer.alloc(32, 1)), 'reader');

/** The rows of a view, read as of a position or as they stand. */
export const rowsAt = (database: DataSource, list: AnyView, progress: () => Progress, position?: number): RowsAt<TaskFields> =>
  new RowsAt<TaskFields>(list, new RowQueries(database, list), {
    ...(position !== undefined && { position }),
    ready: async () => progress()[list.table]?.position ?? 0,
    cursors,
  });

export const indexNames = async (database: DataSource, { table }: AnyView): Promise<string[]> => {
  const rows: { name: string }[] = await database.query(
    isOnPostgres(database)
      ? `SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '${table}' ORDER BY indexname COLLATE "C"`
      : `SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
};
