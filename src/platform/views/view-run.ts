import type { TableIndex } from 'typeorm';
import type { Position } from '../events/envelope.js';
import type { BulkTable } from './bulk.js';
import { asStanding, type Folded, type FoldFailure, type OpenRow, type RowVersion } from './fold.js';
import type { RowShape } from './row-shape.js';
import type { Spill } from './spill.js';
import type { ViewState } from './tables.js';
import type { AnyView } from './view.js';

/**
 * `holding`: it is built, and a row version is written once, when it ends; the rows that stand are held back.
 * `finishing`: the rows that stand are written, then the indexes made; no event is folded meanwhile.
 * `following`: every batch leaves the table complete.
 */
export type Phase = 'holding' | 'finishing' | 'following';

/** A view while it is run. */
export interface ViewRun {
  readonly view: AnyView;
  readonly shape: RowShape;
  readonly table: BulkTable;
  state: ViewState;
  phase: Phase;
  position: Position;
  /** The event at `position`. */
  eventId: string | null;
  /** Of its checkpoint, as last read or written. */
  revision: number;
  message: string | null;
  /** Rows held back, least recently touched first. Empty while it follows. */
  readonly open: Map<string, OpenRow>;
  /** Rows held back for which there was no room in `open`. */
  readonly spill: Spill;
  /** While finishing: rows up to this key have left the spill. */
  written: string;
  /** Still to be created. */
  indexes: readonly TableIndex[];
}

/** What a batch of events does to one view. */
export interface Step {
  readonly run: ViewRun;
  readonly folded: Folded;
  /** Keys whose rows leave memory. */
  readonly evict: readonly string[];
  readonly to: { readonly position: Position; readonly eventId: string | null };
}

/** At most `bound` open rows stay in memory while rows are held back; none otherwise. */
export function evictions(run: ViewRun, folded: Folded, bound: number): string[] {
  if (run.phase !== 'holding') return [...folded.open.keys()];
  let excess = run.open.size - bound;
  for (const [key, row] of folded.open) excess += Number(row !== null) - Number(run.open.has(key));
  if (excess <= 0) return [];
  // Some more than needed, so that it is not done again for a few rows in every batch.
  excess += Math.floor(bound / 16);
  const evict: string[] = [];
  for (const key of run.open.keys()) {
    if (evict.length >= excess) return evict;
    if (!folded.open.has(key)) evict.push(key);
  }
  for (const [key, row] of folded.open) {
    if (evict.length >= excess) return evict;
    if (row) evict.push(key);
  }
  return evict;
}

/** Writes what a step did, within its transaction. */
export async function write({ run, folded, evict }: Step): Promise<void> {
  await run.table.close(folded.closed);
  await run.table.insert(folded.ended);
  const leaving: [string, OpenRow][] = [];
  for (const key of evict) {
    const row = folded.open.has(key) ? folded.open.get(key) : run.open.get(key);
    if (row && !row.stored) leaving.push([key, row]);
  }
  if (run.phase !== 'holding') return run.table.insert(standing(leaving));
  // An entry of the spill must not come back for a key that has lost its row.
  const gone = run.spill.used ? [...folded.open].filter(([, row]) => row === null) : [];
  await run.spill.put([...leaving, ...gone]);
}

export const standing = (rows: Iterable<readonly [string, OpenRow]>): RowVersion[] =>
  Array.from(rows, ([key, row]) => asStanding(key, row));

/** Whether a reader sees other rows than before. */
export const changesRows = ({ folded }: Step): boolean =>
  folded.closed.length > 0 || folded.ended.length > 0 || [...folded.open.values()].some((row) => row && !row.stored);

/** Remembers a step that was committed. */
export function remember({ run, folded, evict }: Step): void {
  if (run.phase !== 'holding') return;
  for (const [key, row] of folded.open) {
    run.open.delete(key);
    if (row) run.open.set(key, row);
  }
  for (const key of evict) run.open.delete(key);
  // What was built up to there is kept: once another program understands the event, it goes on.
  if (folded.failure) run.phase = 'finishing';
}

export const stopMessage = ({ event, reason }: FoldFailure): string =>
  `cannot fold ${event.type} schema ${event.schema} (event ${event.id}, position ${event.position}): ${reason}`;
