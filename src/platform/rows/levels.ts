import type { Position } from '../events/envelope.js';
import { openEnded } from './view.js';

/** floor(log2(n)), exact for every safe integer from 1. Math.log2 rounds up just below a power of two. */
export const floorLog2 = (n: number): number => (n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32)));

/** floor(log2) of how long a row version was valid, in positions. */
export const levelOf = (validFrom: Position, validTo: Position): number => floorLog2(validTo - validFrom);

/** Level of every current row version. */
export const standingLevel = floorLog2(openEnded);

/** For current rows, each doubling of log positions is cut into 2^slotBits slots. */
const slotBits = 3;

/**
 * Monotone. Each doubling of positions has 2^slotBits slots, so the number of slots grows slowly
 * and the last slot is a small part of the log.
 */
function standingSlot(validFrom: Position): number {
  if (validFrom < 2 ** slotBits) return validFrom;
  const shift = floorLog2(validFrom) - slotBits;
  return shift * 2 ** slotBits + Math.floor(validFrom / 2 ** shift);
}

const width = (level: number): number => 2 ** Math.max(0, level - 1);

/**
 * The part of the log in which validFrom lies; a part is half as long as the shortest validity of
 * the level. Within one level and slot, an index keeps rows in the order of their list, and most of
 * them were valid at about the same time.
 */
export const slotOf = (validFrom: Position, level: number): number =>
  level === standingLevel ? standingSlot(validFrom) : Math.floor(validFrom / width(level));

export interface Slots {
  readonly level: number;
  readonly first: number;
  readonly last: number;
}

export interface Probe {
  /**
   * Slots that may hold many rows: each is walked in the list's order, and the walks are merged.
   */
  readonly walks: readonly { readonly level: number; readonly slot: number }[];
  /** Slots that hold few rows: all rows are read, then sorted. */
  readonly ranges: readonly Slots[];
  /**
   * Levels above this one, up to the current level, are read too: they hold rows that were closed
   * after `reached` was read. Almost always there are none.
   */
  readonly above: number;
}

/**
 * The longest levels hold most rows; all shorter levels together hold a small part of the rows
 * valid at one position.
 */
const walkedLevels = 9;
const walkedOctaves = 8;

/** Every slot that can hold a row version valid at `position`, given that the view has reached `reached` at least. */
export function probe(position: Position, reached: Position): Probe {
  const top = floorLog2(Math.max(1, position, reached));
  const walks: { level: number; slot: number }[] = [];
  const ranges: Slots[] = [];
  for (let level = top; level >= 0; level -= 1) {
    const slots = slotsAt(position, level);
    if (top - level > walkedLevels) ranges.push(slots);
    else for (let slot = slots.last; slot >= slots.first; slot -= 1) walks.push({ level, slot });
  }
  const last = standingSlot(position);
  const first = Math.max(0, last - walkedOctaves * 2 ** slotBits + 1);
  for (let slot = last; slot >= first; slot -= 1) walks.push({ level: standingLevel, slot });
  if (first > 0) ranges.push({ level: standingLevel, first: 0, last: first - 1 });
  return { walks, ranges, above: top };
}

/** The same slots as one range per level, for reading all of them without an order. */
export function allSlots(position: Position, reached: Position): Probe {
  const top = floorLog2(Math.max(1, position, reached));
  const ranges: Slots[] = [{ level: standingLevel, first: 0, last: standingSlot(position) }];
  for (let level = 0; level <= top; level += 1) ranges.push(slotsAt(position, level));
  return { walks: [], ranges, above: top };
}

/** A row of the level is valid for at most 2^(level+1) − 1 positions, so it began after position − 2^(level+1) + 1. */
const slotsAt = (position: Position, level: number): Slots => ({
  level,
  first: Math.floor(Math.max(0, position - 2 ** (level + 1) + 2) / width(level)),
  last: Math.floor(position / width(level)),
});
