import { type Changes, type Clause, movedBetween } from '../../modules/policy/policy.public.js';
import { bindsOf, forceOf } from './guess.js';
import { Ids } from './ids.js';
import type { Note } from './lines.js';
import type { ProposedClause, ProposedPolicy } from './propose.js';
import { Unreadable } from './source.js';

/** The changes that turn one version into the imported text. */
export interface ProposedAmendment {
  readonly changes: Changes;
  /** The amended clauses in reading order, each with its final id. */
  readonly clauses: readonly ProposedClause[];
  readonly notes: readonly Note[];
}

/** From this likeness on, two texts count as one clause; below `doubtful` a note says so. */
const alike = 0.45;
const doubtful = 0.7;
const perhaps = 0.2;

type Bag = ReadonlyMap<string, number>;
const said = ({ heading, text }: Pick<Clause, 'heading' | 'text'>): string =>
  `${heading ?? ''} ${text}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function bagOf(text: string): Bag {
  const bag = new Map<string, number>();
  for (const word of text.split(' ')) if (word !== '') bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}
const sizeOf = (bag: Bag): number => [...bag.values()].reduce((sum, count) => sum + count, 0);

/** Share of common words among all words: 1 for the same words, 0 for none. */
function likeness(a: Bag, b: Bag, sizes: number): number {
  let common = 0;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const [word, count] of small) common += Math.min(count, large.get(word) ?? 0);
  return sizes === 0 ? 0 : (2 * common) / sizes;
}

/**
 * Finds each clause of `base` in the imported text: by an id in the text, by the same words, or by
 * enough common words. `used` holds the ids that any version has or had. Pure.
 */
export function amendmentOf(base: readonly Clause[], used: Iterable<string>, proposal: ProposedPolicy): ProposedAmendment {
  const notes: Note[] = [];
  const pairs = new Pairs(base, proposal.clauses, notes);
  const clauses = named(base, used, proposal.clauses, pairs, notes);
  const changes = changesBetween(base, clauses);
  return { changes, clauses, notes: [...proposal.notes, ...notes].sort((a, b) => a.line - b.line) };
}

class Pairs {
  private readonly oldOf = new Map<ProposedClause, Clause>();
  private readonly newOf = new Map<string, ProposedClause>();
  private readonly byProposedId: ReadonlyMap<string, ProposedClause>;

  constructor(
    base: readonly Clause[],
    read: readonly ProposedClause[],
    private readonly notes: Note[],
  ) {
    this.byProposedId = new Map(read.map((clause) => [clause.id, clause]));
    const byId = new Map(base.map((clause) => [clause.id, clause]));
    for (const clause of read) if (clause.givenId) this.pair(byId.get(clause.id), clause);
    this.sameWords(base, read);
    this.alikeWords(base, read);
    this.samePlace(base, read);
  }

  of(clause: ProposedClause): Clause | undefined {
    return this.oldOf.get(clause);
  }

  private pair(old: Clause | undefined, clause: ProposedClause): void {
    if (!old || this.newOf.has(old.id) || this.oldOf.has(clause)) return;
    this.oldOf.set(clause, old);
    this.newOf.set(old.id, clause);
  }

  private open(base: readonly Clause[], read: readonly ProposedClause[]) {
    return { olds: base.filter(({ id }) => !this.newOf.has(id)), news: read.filter((clause) => !this.oldOf.has(clause)) };
  }

  private sameParent(old: Clause, clause: ProposedClause): boolean {
    const parent = clause.parent === null ? undefined : this.byProposedId.get(clause.parent);
    return parent === undefined ? old.parent === null : this.oldOf.get(parent)?.id === old.parent;
  }

  private sameWords(base: readonly Clause[], read: readonly ProposedClause[]): void {
    const { olds, news } = this.open(base, read);
    const byWords = new Map<string, Clause[]>();
    for (const old of olds) byWords.set(said(old), [...(byWords.get(said(old)) ?? []), old]);
    for (const clause of news) {
      const left = (byWords.get(said(clause)) ?? []).filter(({ id }) => !this.newOf.has(id));
      this.pair(left.find((old) => this.sameParent(old, clause)) ?? left.find(({ number }) => number === clause.number) ?? left[0], clause);
    }
  }

  private alikeWords(base: readonly Clause[], read: readonly ProposedClause[]): void {
    const { olds, news } = this.open(base, read);
    const bags = new Map(olds.map((old) => [old.id, bagOf(said(old))]));
    const found: { old: Clause; clause: ProposedClause; like: number; score: number }[] = [];
    for (const clause of news) {
      const bag = bagOf(said(clause));
      const size = sizeOf(bag);
      for (const old of olds) {
        const other = bags.get(old.id) as Bag;
        const like = likeness(bag, other, size + sizeOf(other));
        if (like < alike) continue;
        const score = like + (this.sameParent(old, clause) ? 0.1 : 0) + (old.number !== null && old.number === clause.number ? 0.05 : 0);
        found.push({ old, clause, like, score });
      }
    }
    for (const { old, clause, like } of found.sort((a, b) => b.score - a.score)) {
      if (this.newOf.has(old.id) || this.oldOf.has(clause)) continue;
      this.pair(old, clause);
      if (like < doubtful)
        this.notes.push({
          line: clause.line,
          kind: 'unsure',
          says: `taken for ${old.id}, of which ${Math.round(like * 100)}% of the words are left`,
        });
    }
  }

  private samePlace(base: readonly Clause[], read: readonly ProposedClause[]): void {
    const { olds, news } = this.open(base, read);
    for (const clause of news) {
      const bag = bagOf(said(clause));
      const old = olds.find(
        (one) =>
          !this.newOf.has(one.id) &&
          one.number !== null &&
          one.number === clause.number &&
          this.sameParent(one, clause) &&
          likeness(bag, bagOf(said(one)), sizeOf(bag) + sizeOf(bagOf(said(one)))) >= perhaps,
      );
      if (!old) continue;
      this.pair(old, clause);
      this.notes.push({
        line: clause.line,
        kind: 'unsure',
        says: `taken for ${old.id} by its number alone; it may be another clause in its place`,
      });
    }
  }
}

/** Gives each clause its final id: its id in the base, or an id that was never used. */
function named(
  base: readonly Clause[],
  used: Iterable<string>,
  read: readonly ProposedClause[],
  pairs: Pairs,
  notes: Note[],
): ProposedClause[] {
  const ids = new Ids([...used, ...base.map(({ id }) => id)]);
  const final = new Map<string, string>();
  return read.map((clause) => {
    const parent = clause.parent === null ? null : (final.get(clause.parent) as string);
    const old = pairs.of(clause);
    if (old) {
      final.set(clause.id, old.id);
      return { ...clause, ...bearing(old, clause), id: old.id, parent };
    }
    const free = clause.givenId && ids.take(clause.id) ? clause.id : undefined;
    if (clause.givenId && !free)
      notes.push({ line: clause.line, kind: 'unsure', says: `the id ${clause.id} belongs to another clause; this one got a new one` });
    const id = free ?? (parent === null && clause.heading !== null ? ids.forPart(clause.heading) : ids.below(parent ?? 'POL'));
    if (id === undefined) throw new Unreadable('more clauses stand below one another here than ids can tell apart', clause.line);
    final.set(clause.id, id);
    return { ...clause, id, parent };
  });
}

/**
 * Keeps the entered values of whom the clause binds and how, unless the words that state them
 * changed.
 */
function bearing(old: Clause, clause: ProposedClause): Pick<ProposedClause, 'binds' | 'force' | 'sure' | 'heading' | 'text'> {
  const same = said(old) === said(clause);
  const keep = { binds: old.binds, force: old.force, sure: { binds: 'sure', force: 'sure' } as ProposedClause['sure'] };
  // The same words in another typography are the same text.
  if (same) return { ...keep, heading: old.heading, text: old.text };
  const [wasForce, wasBinds] = [forceOf(old.text), bindsOf(old.text)];
  const [force, binds] = [forceOf(clause.text), bindsOf(clause.text)];
  const newForce = force.value !== wasForce.value && force.confidence !== 'unsure';
  const newBinds = binds.value !== wasBinds.value && binds.confidence !== 'unsure';
  return {
    heading: clause.heading,
    text: clause.text,
    binds: newBinds ? binds.value : old.binds,
    force: newForce ? force.value : old.force,
    sure: { binds: newBinds ? binds.confidence : 'sure', force: newForce ? force.confidence : 'sure' },
  };
}

/** The changes that turn `before` into `after`. */
export function changesBetween(before: readonly Clause[], after: readonly Clause[]): Changes {
  const was = new Map(before.map((clause) => [clause.id, clause]));
  const is = new Set(after.map(({ id }) => id));
  const moved = movedBetween(before, after);
  const previous = new Map<string, string | null>();
  const last = new Map<string | null, string>();
  for (const { id, parent } of after) {
    previous.set(id, last.get(parent) ?? null);
    last.set(parent, id);
  }
  const kept = after.filter(({ id }) => was.has(id));
  return {
    removed: before.filter(({ id }) => !is.has(id)).map(({ id }) => id),
    added: after
      .filter(({ id }) => !was.has(id))
      .map(({ id, parent, number, heading, text, binds, force }) => ({
        id,
        parent,
        number,
        heading,
        text,
        binds,
        force,
        after: previous.get(id) ?? null,
      })),
    changed: kept.flatMap((clause) => {
      const old = was.get(clause.id) as Clause;
      const fields = (['heading', 'text', 'binds', 'force'] as const).filter((field) => old[field] !== clause[field]);
      return fields.length === 0 ? [] : [{ id: clause.id, ...Object.fromEntries(fields.map((field) => [field, clause[field]])) }];
    }),
    renumbered: kept.filter(({ id, number }) => was.get(id)?.number !== number).map(({ id, number }) => ({ id, to: number })),
    moved: kept.filter(({ id }) => moved.has(id)).map(({ id, parent }) => ({ id, parent, after: previous.get(id) ?? null })),
  };
}
