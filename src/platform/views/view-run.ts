import type { TableIndex } from 'typeorm';
import type { Position } from '../events/envelope.js';
import type { Following, Rules } from '../rows/following.js';
import type { KeyedFold } from '../rows/keyed-fold.js';
import type { ViewState } from '../rows/tables.js';
import type { BulkTable } from './bulk.js';
import { asStanding, type Fit, type FoldedBatch, type FoldFailure, type OpenRow, type RowVersion } from './fold.js';
import type { HeldRows } from './held-rows.js';
import type { Spill } from './spill.js';

/**
 * `holding`: the view is being built. A row version is written once, when it ends; current rows are
 * held back.
 * `finishing`: the current rows are written, then the indexes are created; no event is folded
 * meanwhile.
 * `following`: every batch leaves the table complete.
 */
export type Phase = 'holding' | 'finishing' | 'following';

/** A view that a runner runs. */
export interface ViewRun {
  readonly view: KeyedFold;
  readonly rules: Rules | Following;
  readonly fit: Fit;
  readonly table: BulkTable;
  state: ViewState;
  phase: Phase;
  position: Position;
  /** The event at `position`. */
  eventId: string | null;
  /** Revision of its checkpoint, as last read or written. */
  revision: number;
  message: string | null;
  /**
   * While holding: ended versions, until there are enough of them to write. They need not survive a
   * crash, because a build that is cut off starts over.
   */
  ended: readonly RowVersion[];
  /** While holding: current rows. */
  readonly held: HeldRows;
  /** While holding: current rows that do not fit in memory. */
  readonly spill: Spill;
  /** Rows of a build are in the table. */
  begun: boolean;
  /** While finishing: rows up to this key have left the spill. */
  written: string;
  /** Indexes that are still to be created. */
  indexes: readonly TableIndex[];
}

/** The effect of a batch of events on one view. */
export interface Step {
  readonly run: ViewRun;
  readonly folded: FoldedBatch;
  /** Number of keys whose rows may be held in memory. */
  readonly bound: number;
  readonly to: { readonly position: Position; readonly eventId: string | null };
}

/** While rows are held back, ended versions are written in multiples of this number. */
const enough = 512;

/** Writes the effect of a step, within the step's transaction. */
export async function write({ run, folded, bound }: Step): Promise<void> {
  if (run.phase === 'holding') {
    const ended = whole(run.ended, folded.ended);
    if (ended > 0) await run.table.insert([...run.ended, ...folded.ended].slice(0, ended));
    await run.spill.put(run.held.leaving(folded.open, bound));
  } else {
    await run.table.close(folded.closed);
    await run.table.insert(folded.ended);
    await run.table.insert(openVersions([...folded.open].filter(([, row]) => row !== null && !row.stored)));
  }
}

/** Updates the run after the step was committed. */
export function remember({ run, folded, bound }: Step): void {
  if (run.phase !== 'holding') return;
  const ended = whole(run.ended, folded.ended);
  run.ended = [...run.ended, ...folded.ended].slice(ended);
  if (ended > 0) run.begun = true;
  run.held.remember(folded.open, bound, (key) => run.spill.mayHold(key));
  // The rows built so far are kept: once newer code understands the event, the view continues.
  if (folded.failure) run.phase = 'finishing';
}

const whole = (before: readonly unknown[], more: readonly unknown[]): number => {
  const all = before.length + more.length;
  return all - (all % enough);
};

export const openVersions = (rows: readonly (readonly [string, OpenRow | null])[]): RowVersion[] =>
  rows.flatMap(([key, row]) => (row ? [asStanding(key, row)] : []));

/** Whether readers now see other rows than before. */
export const changesRows = ({ folded }: Step): boolean =>
  folded.closed.length > 0 || folded.ended.length > 0 || [...folded.open.values()].some((row) => row && !row.stored);

export const stopMessage = ({ event, reason }: FoldFailure): string =>
  `cannot fold ${event.type} schema ${event.schema} (event ${event.id}, position ${event.position}): ${reason}`;
