import { diffWordsWithSpace } from 'diff';
import type { Clause } from './clause.js';

export const redlineKinds = ['same', 'added', 'removed'] as const;
export type RedlineKind = (typeof redlineKinds)[number];

/** A run of words of both texts, or of one of them. */
export interface Run {
  readonly kind: RedlineKind;
  readonly text: string;
}

export interface ClauseRedline {
  readonly id: string;
  readonly status: 'unchanged' | 'changed' | 'added' | 'removed';
  readonly before: Clause | null;
  readonly after: Clause | null;
  /** The printed numbers before and after, if they differ. */
  readonly renumbered: { readonly from: string | null; readonly to: string | null } | null;
  /** Its parent changed, or its place among its siblings. */
  readonly moved: boolean;
  readonly heading: readonly Run[];
  readonly text: readonly Run[];
}

/**
 * If two texts together have more words than this, they are shown as one removed and one added
 * text, because a comparison would take too long.
 */
const wordsAtMost = 8_000;

/**
 * Compares two texts word by word, spaces and line breaks included. The runs that are not added
 * form `before`, those that are not removed form `after`.
 */
export function redlineOf(before: string, after: string): Run[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const whole: Run[] = [
    { kind: 'removed' as const, text: before },
    { kind: 'added' as const, text: after },
  ].filter(({ text }) => text !== '');
  if (whole.length < 2 || before.split(/\s+/).length + after.split(/\s+/).length > wordsAtMost) return whole;
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/**
 * Ids that are in both lists and in the same order relative to each other: a longest such sequence.
 */
export function inSameOrder(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const at = new Map(before.map((id, index) => [id, index]));
  const common = after.filter((id) => at.has(id));
  // Patience sorting: the last id of the best sequence of each length, and the predecessor of each
  // id in its sequence.
  const ends: string[] = [];
  const previous = new Map<string, string | undefined>();
  const place = (id: string) => at.get(id) as number;
  for (const id of common) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place(ends[middle] as string) < place(id)) low = middle + 1;
      else high = middle;
    }
    previous.set(id, ends[low - 1]);
    ends[low] = id;
  }
  const kept = new Set<string>();
  for (let id = ends.at(-1); id !== undefined; id = previous.get(id)) kept.add(id);
  return kept;
}

const parentsOf = (clauses: readonly Clause[]) => new Set(clauses.map(({ parent }) => parent));
const below = (clauses: readonly Clause[], parent: string | null) =>
  clauses.filter((clause) => clause.parent === parent).map(({ id }) => id);

/** Ids of clauses of both versions whose place changed. */
export function movedBetween(before: readonly Clause[], after: readonly Clause[]): ReadonlySet<string> {
  const parents = new Map(before.map(({ id, parent }) => [id, parent]));
  const moved = new Set(after.filter(({ id, parent }) => parents.has(id) && parents.get(id) !== parent).map(({ id }) => id));
  for (const parent of parentsOf(after)) {
    const [was, is] = [below(before, parent), below(after, parent)];
    const stay = inSameOrder(was, is);
    for (const id of is) if (was.includes(id) && !stay.has(id)) moved.add(id);
  }
  return moved;
}

/**
 * Every clause of either version by id, in the order of the later one. A removed clause keeps its
 * earlier place.
 */
export function redlineOfClauses(before: readonly Clause[], after: readonly Clause[]): ClauseRedline[] {
  const [was, is] = [new Map(before.map((clause) => [clause.id, clause])), new Map(after.map((clause) => [clause.id, clause]))];
  const moved = movedBetween(before, after);
  return together(before, after).map((id) => {
    const [old, now] = [was.get(id) ?? null, is.get(id) ?? null];
    const renumbered = old && now && old.number !== now.number ? { from: old.number, to: now.number } : null;
    const same = old && now && old.heading === now.heading && old.text === now.text && old.binds === now.binds && old.force === now.force;
    return {
      id,
      status: !old ? 'added' : !now ? 'removed' : same ? 'unchanged' : 'changed',
      before: old,
      after: now,
      renumbered,
      moved: moved.has(id),
      heading: redlineOf(old?.heading ?? '', now?.heading ?? ''),
      text: redlineOf(old?.text ?? '', now?.text ?? ''),
    };
  });
}

/**
 * The ids of `after`, and each id that is only in `before` behind the id that it followed there.
 */
function together(before: readonly Clause[], after: readonly Clause[]): string[] {
  const order = after.map(({ id }) => id);
  const known = new Set(order);
  let last: string | undefined;
  for (const { id } of before) {
    if (!known.has(id)) order.splice(last === undefined ? 0 : order.indexOf(last) + 1, 0, id);
    last = id;
  }
  return order;
}
