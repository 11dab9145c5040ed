import type { Clause, Force } from '../../modules/policy/policy.public.js';
import { headingKind, type TextBlock, textBlocksOf } from './blocks.js';
import { bindsOf, type Confidence, forceOf, type Guess } from './guess.js';
import { Ids } from './ids.js';
import { linesOf, type Note } from './lines.js';
import { type DraftClause, outlineOf } from './outline.js';
import { Unreadable } from './source.js';

export const clausesAtMost = 1000;
const textAtMost = 20_000;

/** A clause as it was read, with its place in the file and the confidence of its readings. */
export interface ProposedClause extends Clause {
  readonly line: number;
  /** Whether the text itself gives the id. */
  readonly givenId: boolean;
  readonly sure: { readonly binds: Confidence; readonly force: Confidence };
}

export interface ProposedPolicy {
  /** The lines before the first part, for example the policy's name. */
  readonly title: string | null;
  readonly clauses: readonly ProposedClause[];
  readonly notes: readonly Note[];
}

/**
 * Reads a policy's text into clauses. Pure. Throws Unreadable where there are no clauses, or more
 * than a version may hold.
 */
export function proposalOf(text: string): ProposedPolicy {
  const { lines, notes: left } = linesOf(text);
  const { blocks, notes: read } = textBlocksOf(lines, text);
  const { title, rest } = withoutTitle(blocks);
  const { root, notes: outlined } = outlineOf(rest);
  if (root.children.length === 0) throw new Unreadable('no clause was found: there is a title alone');
  const { clauses, notes: named } = new Namer().name(root);
  const notes = [...left, ...read, ...outlined, ...named].sort((a, b) => a.line - b.line);
  return { title, clauses, notes };
}

const titled = /\b(?:polic(?:y|ies)|handbook|rules|guidelines?|procedures?|ordinance|resolution|city of|town of|county of|village of)\b/i;
const dated = /^(?:adopted|effective|approved|amended|revised|resolution|ordinance|administrative order|policy (?:no|number)|date)\b/i;

/** Headings, and lines that state when and by what act the policy was adopted, before any text. */
const opens = (block: TextBlock): boolean =>
  block.text.length <= 120 && (block.kind === 'heading' || (block.kind === 'paragraph' && dated.test(block.text)));

/** Separates the lines that name the whole text from the rest. */
function withoutTitle(blocks: readonly TextBlock[]): { title: string | null; rest: readonly TextBlock[] } {
  const end = blocks.findIndex((block) => !opens(block));
  const opening = end < 0 ? blocks : blocks.slice(0, end);
  const [next, last] = [blocks[opening.length], opening.at(-1)];
  const others = blocks.slice(opening.length).filter((block) => block.kind === 'heading');
  // The last heading before the text belongs to a part, unless numbered parts follow it or it names
  // the whole.
  const namesAll =
    last !== undefined &&
    (last.kind === 'paragraph' ||
      dated.test(last.text) ||
      isNumberedPart(next) ||
      (last.kind === 'heading' && last.certain && last.level === 1 && others.length > 0 && others.every(({ level }) => level > 1)) ||
      (last.kind === 'heading' && opening.length === 1 && titled.test(last.text) && others.every(({ level }) => level >= last.level)));
  const taken = namesAll
    ? opening
    : opening.slice(0, opening.findLastIndex(({ kind, text }) => kind === 'paragraph' || dated.test(text)) + 1);
  const title = namesAll || taken.length > 0 ? taken : titleAbove(opening, others);
  return { title: title.length === 0 ? null : title.map(({ text }) => text).join('\n'), rest: blocks.slice(title.length) };
}

const isNumberedPart = (block: TextBlock | undefined): boolean =>
  block?.kind === 'item' && !block.marked.readings[0]?.style.startsWith('bullet') && headingKind(block.text) !== undefined;

/**
 * Of consecutive headings, all but the last. In Markdown, the first one where its level is above
 * all others.
 */
function titleAbove(opening: readonly TextBlock[], others: readonly (TextBlock & { kind: 'heading' })[]): readonly TextBlock[] {
  const [first, ...rest] = opening;
  if (first?.kind !== 'heading' || !first.certain) return opening.slice(0, -1);
  const headings = [...rest.filter((block) => block.kind === 'heading'), ...others];
  return rest.length > 0 && headings.every(({ level }) => level > first.level) ? [first] : [];
}

class Namer {
  private readonly ids = new Ids();
  private readonly clauses: ProposedClause[] = [];
  private readonly notes: Note[] = [];

  name(root: DraftClause): { clauses: ProposedClause[]; notes: Note[] } {
    this.reserve(root);
    for (const child of root.children) this.add(child, null, undefined);
    return { clauses: this.clauses, notes: this.notes };
  }

  /**
   * Reserves the ids that the text itself gives, before others are made. An id that the text gives
   * twice is used once.
   */
  private reserve(draft: DraftClause): void {
    if (draft.id !== null && !this.ids.take(draft.id)) {
      this.notes.push({
        line: draft.line,
        kind: 'unsure',
        says: `the text gives the id ${draft.id} a second time; the clause got another one`,
      });
      draft.id = null;
    }
    for (const child of draft.children) this.reserve(child);
  }

  private idOf(draft: DraftClause, parent: string | null): string {
    if (draft.id !== null) return draft.id;
    if (parent === null && draft.heading !== null) return this.ids.forPart(draft.heading);
    const id = this.ids.below(parent ?? 'POL');
    if (id === undefined) throw new Unreadable('more clauses stand below one another here than ids can tell apart', draft.line);
    return id;
  }

  private add(draft: DraftClause, parent: string | null, above: { binds: Guess<string>; force: Guess<Force> } | undefined): void {
    const { line, text, number, heading } = draft;
    if (text === '' && heading === null && draft.children.length === 0) {
      this.notes.push({ line, kind: 'left-out', says: 'an item without a text' });
      return;
    }
    if (this.clauses.length >= clausesAtMost)
      throw new Unreadable(`a version has ${clausesAtMost} clauses at most, and more are here`, line);
    if (text.length > textAtMost) throw new Unreadable(`one clause has ${text.length} characters here; it may have ${textAtMost}`, line);
    const id = this.idOf(draft, parent);
    const alone = text === '';
    const binds: Guess<string> = alone ? { value: 'everyone', confidence: 'sure' } : bindsOf(text, above?.binds);
    const force: Guess<Force> = alone ? { value: 'states', confidence: 'sure' } : forceOf(text, above?.force);
    const title = heading ?? (alone ? '(without a text)' : null);
    this.clauses.push({
      id,
      parent,
      number: number?.slice(0, 40) ?? null,
      heading: title === null ? null : title.slice(0, 200),
      text,
      binds: binds.value,
      force: force.value,
      line,
      givenId: draft.id !== null,
      sure: { binds: binds.confidence, force: force.confidence },
    });
    // “Employees shall:” says for each item below it whom it binds, and how.
    const passed = alone ? above : { binds, force };
    for (const child of draft.children) this.add(child, id, passed);
  }
}
