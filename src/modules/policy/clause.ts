import { Enum, Object as Shape, type Static, String as Text } from 'typebox';
import { OrNull } from '../../platform/events/shapes.js';

/**
 * How strongly a clause binds. A clause with `states` states a fact and by itself obliges nobody.
 */
export const forces = ['shall', 'shall not', 'must', 'should', 'may', 'states'] as const;
export type Force = (typeof forces)[number];

/**
 * For example STD, a part; STD-4, a clause of it; CIV-5a, a ground below CIV-5; CIV-5a.2, below
 * that. A renumbered clause keeps its id, and no other clause ever gets it
 * (docs/adr/0014-identity-of-clauses.md).
 */
export const clauseIdPattern = /^[A-Z][A-Z0-9]{1,9}(-[0-9]{1,3}([a-z]{1,2}(\.[0-9]{1,3}){0,4})?)?$/;

/**
 * A clause as in one version. `number` is the printed number, if any; `parent` is the id of its
 * parent clause; `text` is empty if the clause is only a heading.
 */
export const Clause = Shape(
  {
    id: Text({ minLength: 1, maxLength: 40 }),
    parent: OrNull(Text({ minLength: 1, maxLength: 40 })),
    number: OrNull(Text({ minLength: 1, maxLength: 40 })),
    heading: OrNull(Text({ minLength: 1, maxLength: 200 })),
    text: Text({ maxLength: 20_000 }),
    binds: Text({ minLength: 1, maxLength: 200 }),
    force: Enum([...forces]),
  },
  { additionalProperties: false },
);
export type Clause = Readonly<Static<typeof Clause>>;

/** A clause of schema 1, in which only the letter after a clause's id named its parent. */
export interface FlatClause {
  readonly id: string;
  readonly text: string;
  readonly binds: string;
  readonly force: Force;
}

export function treeOf(flat: readonly FlatClause[]): Clause[] {
  const ids = new Set(flat.map(({ id }) => id));
  return flat.map(({ id, text, binds, force }) => {
    const above = id.replace(/[a-z]$/, '');
    return { id, parent: above !== id && ids.has(above) ? above : null, number: null, heading: null, text, binds, force };
  });
}

/**
 * An error in the reading order. Each clause must come after its parent and next to its siblings'
 * descendants.
 */
export type Misplaced =
  | { readonly kind: 'twice'; readonly clause: string }
  | { readonly kind: 'parent-missing'; readonly clause: string; readonly parent: string }
  | { readonly kind: 'out-of-place'; readonly clause: string; readonly parent: string }
  | { readonly kind: 'says-nothing'; readonly clause: string };

/**
 * The first error that keeps a list of clauses from being a tree in reading order; undefined if
 * there is none.
 */
export function misplaced(clauses: readonly Clause[]): Misplaced | undefined {
  const ids = new Set(clauses.map(({ id }) => id));
  const seen = new Set<string>();
  /** Ids of the previous clause and of all its ancestors. */
  let open: string[] = [];
  for (const { id, parent, heading, text } of clauses) {
    if (seen.has(id)) return { kind: 'twice', clause: id };
    seen.add(id);
    if (heading === null && text === '') return { kind: 'says-nothing', clause: id };
    if (parent !== null && !ids.has(parent)) return { kind: 'parent-missing', clause: id, parent };
    if (parent !== null && !open.includes(parent)) return { kind: 'out-of-place', clause: id, parent };
    open = parent === null ? [id] : [...open.slice(0, open.indexOf(parent) + 1), id];
  }
  return undefined;
}

/**
 * Changes that an amendment makes to the clauses of its base. If `after` is left out, a clause is
 * placed last below its parent; null places it first.
 */
export interface Changes {
  readonly removed: readonly string[];
  readonly added: readonly (Clause & { readonly after?: string | null | undefined })[];
  readonly changed: readonly (Pick<Clause, 'id'> & Partial<Pick<Clause, 'heading' | 'text' | 'binds' | 'force'>>)[];
  readonly renumbered: readonly { readonly id: string; readonly to: string | null }[];
  readonly moved: readonly { readonly id: string; readonly parent: string | null; readonly after?: string | null | undefined }[];
}

/** A change that cannot be applied to the clause that it names. */
export interface Unfit {
  readonly kind: 'no-such-clause' | 'no-such-sibling' | 'clause-below-itself';
  readonly clause: string;
}

/**
 * The clauses of `base` with the changes applied: texts and numbers, removals, then moves and
 * additions, each after the sibling it names. An added clause must have a new id. Clauses below a
 * removed clause must be removed or moved too; `misplaced` reports those that were not.
 */
export function amendedBy(base: readonly Clause[], changes: Changes): readonly Clause[] | Unfit {
  const byId = new Map(base.map((clause) => [clause.id, clause]));
  const named = [...changes.removed, ...[...changes.changed, ...changes.renumbered, ...changes.moved].map(({ id }) => id)];
  const unknown = named.find((id) => !byId.has(id));
  if (unknown !== undefined) return { kind: 'no-such-clause', clause: unknown };

  for (const { id, ...change } of changes.changed) {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    byId.set(id, { ...(byId.get(id) as Clause), ...given });
  }
  for (const { id, to } of changes.renumbered) byId.set(id, { ...(byId.get(id) as Clause), number: to });

  const away = new Set([...changes.removed, ...changes.moved.map(({ id }) => id)]);
  const below = new Map<string | null, string[]>();
  for (const { id, parent } of base) if (!away.has(id)) below.set(parent, [...(below.get(parent) ?? []), id]);
  for (const id of changes.removed) byId.delete(id);

  let waiting = [...changes.moved.map((move) => ({ ...(byId.get(move.id) as Clause), ...move })), ...changes.added];
  while (waiting.length > 0) {
    // A clause waits if the sibling before it is not placed yet.
    const later: typeof waiting = [];
    for (const place of waiting) {
      const { after, ...clause } = place;
      const siblings = below.get(clause.parent) ?? [];
      const at = after === undefined ? siblings.length : after === null ? 0 : siblings.indexOf(after) + 1;
      if (typeof after === 'string' && at === 0) later.push(place);
      else {
        byId.set(clause.id, clause);
        below.set(clause.parent, [...siblings.slice(0, at), clause.id, ...siblings.slice(at)]);
      }
    }
    const [stuck] = later;
    if (stuck && later.length === waiting.length) return { kind: 'no-such-sibling', clause: stuck.id };
    waiting = later;
  }
  const placed = new Set([...changes.moved, ...changes.added].map(({ id }) => id));
  return inReadingOrder(byId, below, placed);
}

function inReadingOrder(
  byId: ReadonlyMap<string, Clause>,
  below: ReadonlyMap<string | null, readonly string[]>,
  placed: ReadonlySet<string>,
): readonly Clause[] | Unfit {
  const ordered: Clause[] = [];
  const visit = (id: string): void => {
    ordered.push(byId.get(id) as Clause);
    for (const child of below.get(id) ?? []) visit(child);
  };
  for (const id of below.get(null) ?? []) visit(id);
  const reached = new Set(ordered.map(({ id }) => id));
  const left = [...byId.values()].filter(({ id }) => !reached.has(id));
  // `misplaced` reports a clause below a removed one. A cycle is reported here; a clause that was
  // moved or added closes it.
  const ring = left.find(({ id }) => placed.has(id) && isBelow(byId, id, id));
  if (ring) return { kind: 'clause-below-itself', clause: ring.id };
  return [...ordered, ...left];
}

function isBelow(byId: ReadonlyMap<string, Clause>, id: string, above: string): boolean {
  const seen = new Set<string>();
  for (let parent = byId.get(id)?.parent ?? null; parent !== null && !seen.has(parent); parent = byId.get(parent)?.parent ?? null) {
    if (parent === above) return true;
    seen.add(parent);
  }
  return false;
}
