import type { TableIndex } from 'typeorm';
import type { Position } from '../events/envelope.js';
import type { BulkTable } from './bulk.js';
import { asStanding, type Folded, type FoldFailure, type OpenRow, type RowVersion } from './fold.js';
import type { RowShape } from './row-shape.js';
import type { ViewState } from './tables.js';
import type { AnyView } from './view.js';

/** A view while it is run. */
export interface ViewRun {
  readonly view: AnyView;
  readonly shape: RowShape;
  readonly table: BulkTable;
  state: ViewState;
  /** Complete and indexed. */
  built: boolean;
  position: Position;
  /** The event at `position`. */
  eventId: string | null;
  /** Of its checkpoint, as last read or written. */
  revision: number;
  message: string | null;
  /** Rows are held back until they end: from the start of a build until it has reached the head. */
  holding: boolean;
  /** While holding: rows that stand, least recently touched first. Otherwise empty. */
  readonly open: Map<string, OpenRow>;
  /** While holding: rows that stand are in the table too, evicted from `open`. */
  evicted: boolean;
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

/** At most `bound` open rows stay in memory while rows are held back; none otherwise, nor once the view must stop. */
export function evictions(run: ViewRun, folded: Folded, bound: number): string[] {
  if (!run.holding) return [...folded.open.keys()];
  if (folded.failure) return [...new Set([...run.open.keys(), ...folded.open.keys()])];
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

/** The rows that leave memory and are not in the table yet. */
export function standingRows({ run, folded, evict }: Step): RowVersion[] {
  const rows: RowVersion[] = [];
  for (const key of evict) {
    const row = folded.open.has(key) ? folded.open.get(key) : run.open.get(key);
    if (row && !row.stored) rows.push(asStanding(key, row));
  }
  return rows;
}

/** Whether a reader sees other rows than before. */
export const changesRows = ({ folded }: Step): boolean =>
  folded.closed.length > 0 || folded.ended.length > 0 || [...folded.open.values()].some((row) => row && !row.stored);

/** Remembers a step that was committed. */
export function remember({ run, folded, evict }: Step): void {
  if (!run.holding) return;
  for (const [key, row] of folded.open) {
    run.open.delete(key);
    if (row) run.open.set(key, row);
  }
  for (const key of evict) run.open.delete(key);
  if (evict.length > 0) run.evicted = true;
  if (folded.failure) run.holding = false;
}

export const stopMessage = ({ event, reason }: FoldFailure): string =>
  `cannot fold ${event.type} schema ${event.schema} (event ${event.id}, position ${event.position}): ${reason}`;
