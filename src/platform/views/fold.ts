import type { Position } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import type { AnyFields } from '../rows/columns.js';
import type { KeyedFold } from '../rows/keyed-fold.js';
import { levelOf, slotOf } from '../rows/levels.js';
import { openEnded } from '../rows/view.js';

/** The current row of a key. */
export interface OpenRow {
  readonly validFrom: Position;
  readonly fields: AnyFields;
  /** The table holds it as current: its end is an update, not an insert. */
  readonly stored: boolean;
}

/** When a row version was valid: from `validFrom` up to, not including, `validTo`. */
export interface RowSpan {
  readonly key: string;
  readonly validFrom: Position;
  readonly validTo: Position;
  readonly level: number;
  readonly slot: number;
}

export interface RowVersion extends RowSpan {
  readonly fields: AnyFields;
}

/** An event with the keys of the rows it touches. */
export interface Touch {
  readonly event: StoredEvent;
  readonly keys: readonly string[];
}

export interface FoldFailure {
  readonly event: Pick<StoredEvent, 'id' | 'type' | 'schema' | 'position'>;
  readonly reason: string;
}

export interface FoldedBatch {
  /** Versions that ended within the batch and are not in the table. */
  readonly ended: readonly RowVersion[];
  /** Versions in the table that ended within the batch. */
  readonly closed: readonly RowSpan[];
  /** Every touched key with its row after the batch; null where it has no row. */
  readonly open: ReadonlyMap<string, OpenRow | null>;
  /**
   * The event at which the view must stop. All events before its position were folded, none from it
   * on.
   */
  readonly failure?: FoldFailure;
}

/** The current rows before the batch, for every key that the batch touches. */
export interface OpenRows {
  get(key: string): OpenRow | null | undefined;
}

/** What a batch needs to know of a fold's rows; RowShape is one. */
export interface Fit {
  /** The row with its declared columns only. Throws a TypeError for one that does not fit them. */
  take(row: AnyFields): AnyFields;
  same(a: AnyFields, b: AnyFields): boolean;
  /** Rows that ended are not kept. */
  readonly forgets?: boolean;
}

interface Pending {
  /** The row before the position whose changes are being gathered. */
  before: OpenRow | null;
  at: Position | undefined;
  fields: AnyFields | null;
}

/** The span of a row version, with the level and slot that find it again. */
export function span(key: string, validFrom: Position, validTo: Position): RowSpan {
  const level = levelOf(validFrom, validTo);
  return { key, validFrom, validTo, level, slot: slotOf(validFrom, level) };
}

function version(key: string, validFrom: Position, validTo: Position, fields: AnyFields): RowVersion {
  const level = levelOf(validFrom, validTo);
  return { key, validFrom, validTo, level, slot: slotOf(validFrom, level), fields };
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Folds a batch of events, in log order, over the open rows of the keys they touch. Pure: `open` is
 * not changed. Changes of one key at one position become one version. A row that ends up unchanged
 * makes no version.
 */
export function foldBatch({ fold: folds }: Pick<KeyedFold, 'fold'>, fit: Fit, touches: readonly Touch[], open: OpenRows): FoldedBatch {
  // A key that is done holds its row: a second map would cost as much as the folds.
  const touched = new Map<string, Pending | OpenRow | null>();
  const pending = touched as Map<string, Pending>;
  const ended: RowVersion[] = [];
  const closed: RowSpan[] = [];

  const settle = (key: string, row: Pending): void => {
    const { before, at, fields } = row;
    if (at === undefined) return;
    row.at = undefined;
    if (before === null ? fields === null : fields !== null && fit.same(before.fields, fields)) return;
    if (before?.stored) closed.push(span(key, before.validFrom, at));
    else if (before && !fit.forgets) ended.push(version(key, before.validFrom, at, before.fields));
    row.before = fields && { validFrom: at, fields, stored: false };
  };

  let failure: FoldFailure | undefined;
  batch: for (const { event, keys } of touches) {
    const fold = folds[event.type];
    if (!fold) continue;
    for (const key of keys) {
      let row = pending.get(key);
      if (!row) {
        const before = open.get(key) ?? null;
        row = { before, at: undefined, fields: before?.fields ?? null };
        pending.set(key, row);
      } else if (row.at !== event.position) settle(key, row);
      try {
        const after = fold(row.fields as never, event as never, key) as AnyFields | null;
        if (after !== row.fields) row.fields = after && fit.take(after);
        row.at = event.position;
      } catch (error) {
        failure = { event, reason: reasonOf(error) };
        break batch;
      }
    }
  }

  for (const [key, row] of pending) {
    // A failed event may have changed other keys at its position: those changes are not applied
    // either.
    if (failure === undefined || row.at !== failure.event.position) settle(key, row);
    touched.set(key, row.before);
  }
  return { ended, closed, open: touched as Map<string, OpenRow | null>, ...(failure && { failure }) };
}

/** An open row in the form in which it is written before it ends. */
export const asStanding = (key: string, { validFrom, fields }: OpenRow): RowVersion => version(key, validFrom, openEnded, fields);
