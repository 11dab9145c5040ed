import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import type { Codec } from '../platform/events/codec.js';
import type { Position } from '../platform/events/envelope.js';
import type { LogReader } from '../platform/events/event-store.js';
import { SystemClock } from '../platform/ground/clock.js';
import { openForWriting } from '../platform/rows/database.js';
import { dueColumns } from '../platform/rows/due-work.js';
import { isDue, type KeyedFold } from '../platform/rows/keyed-fold.js';
import { RowShape } from '../platform/rows/row-shape.js';
import { storedShape } from '../platform/rows/tables.js';
import { reasonOf } from '../platform/views/fold.js';
import { ViewRunner } from '../platform/views/runner.js';
import { type LiveViews, type RawRow, rowsOf } from './live-views.js';

export interface ViewComparison {
  readonly table: string;
  /** Position of the live view, up to which it was rebuilt. */
  readonly position?: Position;
  readonly rows: number;
  /** The difference in words; undefined where live and rebuilt rows are identical. */
  readonly fault?: string;
}

export interface Comparison {
  readonly log: LogReader;
  readonly codec: Codec;
  readonly live: LiveViews;
  readonly views: readonly KeyedFold[];
  /** An empty directory, which the caller must remove. */
  readonly scratch: string;
  /** Called with the number of events folded so far. */
  readonly folded: (events: number) => void;
}

/**
 * Rebuilds every live view up to its position, and reports for each whether its rows are those that
 * the log gives.
 */
export async function compareViews(comparison: Comparison): Promise<ViewComparison[]> {
  const { live, views } = comparison;
  const reports = new Map<string, ViewComparison>();
  const groups = new Map<Position, KeyedFold[]>();
  for (const view of views) {
    const fault = await unfit(comparison, view);
    const position = live.checkpoints.get(view.table)?.position ?? 0;
    if (fault !== undefined) reports.set(view.table, { table: view.table, rows: 0, fault });
    else groups.set(position, [...(groups.get(position) ?? []), view]);
  }
  let done = 0;
  for (const [position, group] of groups) {
    const before = done;
    for (const report of await compareGroup(comparison, group, position, (events) => comparison.folded(before + events)))
      reports.set(report.table, report);
    done += position;
  }
  return views.map((view) => reports.get(view.table) as ViewComparison);
}

/**
 * How many events a comparison folds: each group of views at one position reads the log up to that
 * position.
 */
export const eventsToFold = (live: LiveViews, views: readonly KeyedFold[]): number =>
  [...new Set(views.map(({ table }) => live.checkpoints.get(table)?.position ?? 0))].reduce((sum, position) => sum + position, 0);

/** Why a view has no rows to compare. */
async function unfit({ live, log }: Comparison, view: KeyedFold): Promise<string | undefined> {
  const checkpoint = live.checkpoints.get(view.table);
  if (!checkpoint) return 'has no table: no server of this version has run on this data';
  if (checkpoint.state === 'stopped') return `has stopped at position ${checkpoint.position}: ${checkpoint.message}`;
  if (checkpoint.state !== 'live') return `is building, at position ${checkpoint.position}: try again once it is live`;
  if (checkpoint.position === 0) return undefined;
  try {
    const event = await log.at(checkpoint.position);
    if (event?.position === checkpoint.position && event.id === checkpoint.eventId) return undefined;
  } catch (error) {
    return reasonOf(error);
  }
  return `was built from another log: position ${checkpoint.position} of this one is not event ${checkpoint.eventId}`;
}

async function compareGroup(
  { log, codec, live, scratch }: Comparison,
  views: readonly KeyedFold[],
  until: Position,
  folded: (events: number) => void,
): Promise<ViewComparison[]> {
  const directory = join(scratch, String(until));
  mkdirSync(directory, { mode: 0o700 });
  const shapes = new Map<KeyedFold, { columns: readonly string[]; hash: string }>();
  const faults = new Map<string, string>();
  const database: DataSource = await openForWriting({ directory });
  try {
    for (const view of views) {
      shapes.set(view, { columns: isDue(view) ? dueColumns : RowShape.of(view).columns, hash: storedShape(view) });
    }
    const runner = new ViewRunner({
      database,
      views,
      clock: new SystemClock(),
      decode: (record) => codec.decode(record),
      // The log as it was when the live views were at that position.
      log: {
        head: async () => Math.min(await log.head(), until),
        readAll: async (after, limit) => (await log.readAll(after, limit)).filter(({ position }) => position <= until),
        at: (position) => log.at(Math.min(position, until)),
        read: async (stream) => (await log.read(stream)).filter(({ position }) => position <= until),
      },
      advanced: (progress) => folded(Math.min(...Object.values(progress).map(({ position }) => position))),
    });
    await runner.start();
    await runner.catchUp();
    for (const [table, { state, message }] of Object.entries(runner.progress()))
      if (state !== 'live') faults.set(table, `cannot be rebuilt: ${message}`);
  } catch (error) {
    for (const { table } of views) faults.set(table, `cannot be rebuilt: ${reasonOf(error)}`);
  } finally {
    await database.destroy();
  }
  folded(until);
  const rebuilt = new Sqlite(join(directory, 'views.db'), { readonly: true });
  try {
    return views.map((view) => {
      const { columns = [], hash } = shapes.get(view) ?? {};
      const fault = faults.get(view.table);
      if (fault !== undefined) return { table: view.table, position: until, rows: 0, fault };
      if (live.checkpoints.get(view.table)?.shape !== hash)
        return {
          table: view.table,
          position: until,
          rows: 0,
          fault: 'has other columns or indexes: start the server once with this version, which builds it anew',
        };
      try {
        return { table: view.table, position: until, ...compareRows(live.db as Database, rebuilt, view, columns) };
      } catch (error) {
        return { table: view.table, position: until, rows: 0, fault: `cannot be read: ${reasonOf(error)}` };
      }
    });
  } finally {
    rebuilt.close();
  }
}

/** Walks through both places in the order of their keys. */
function compareRows(live: Database, rebuilt: Database, fold: KeyedFold, columns: readonly string[]): { rows: number; fault?: string } {
  const named = ([key, from]: RawRow): string => (isDue(fold) ? `key ${key}` : `key ${key} validFrom ${from}`);
  const [ours, theirs] = [rowsOf(live, fold, columns), rowsOf(rebuilt, fold, columns)];
  try {
    let [a, b] = [ours.next(), theirs.next()];
    let [rows, differing] = [0, 0];
    let first: string | undefined;
    while (!a.done || !b.done) {
      rows += 1;
      const order = a.done ? 1 : b.done ? -1 : inOrder(fold, a.value, b.value);
      const difference =
        order < 0 ? extra(named(a.value)) : order > 0 ? missing(named(b.value)) : changed(named(a.value), columns, a.value, b.value);
      if (difference !== undefined) {
        differing += 1;
        first ??= difference;
      }
      if (order <= 0) a = ours.next();
      if (order >= 0) b = theirs.next();
    }
    return { rows, ...(first !== undefined && { fault: `differs in ${differing} of ${rows} rows, first in ${first}` }) };
  } finally {
    ours.return?.();
    theirs.return?.();
  }
}

function inOrder(fold: KeyedFold, [key, from]: RawRow, [otherKey, otherFrom]: RawRow): number {
  if (key === otherKey) return isDue(fold) ? 0 : Number(from) - Number(otherFrom);
  // SQLite orders text by its bytes.
  return Buffer.compare(Buffer.from(String(key)), Buffer.from(String(otherKey)));
}

const extra = (row: string): string => `${row}: the row is live, but the log does not give it`;
const missing = (row: string): string => `${row}: the row is missing, but the log gives it`;

function changed(row: string, columns: readonly string[], live: RawRow, rebuilt: RawRow): string | undefined {
  for (let i = 0; i < columns.length; i += 1)
    if (live[i] !== rebuilt[i]) return `${row}: column ${columns[i]} is ${shown(live[i])} live and ${shown(rebuilt[i])} rebuilt`;
  return undefined;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};
