import { endsSentence, headingKind, type TextBlock, unemphasized } from './blocks.js';
import type { Note } from './lines.js';
import type { Reading } from './markers.js';

/** A clause before it has an id. */
export interface DraftClause {
  readonly line: number;
  /** The number printed before it. */
  number: string | null;
  heading: string | null;
  text: string;
  /** An id that the text itself gives, as in “STD-4: …”. */
  id: string | null;
  readonly children: DraftClause[];
}

interface Open {
  readonly draft: DraftClause;
  readonly kind: 'root' | 'heading' | 'item' | 'paragraph';
  /** Level of a heading. */
  readonly level: number;
  readonly reading: Reading | null;
  readonly indent: number;
  /** Column at which an item's text begins. */
  readonly textIndent: number;
}

const draft = (line: number, part: Partial<DraftClause>): DraftClause => ({
  line,
  number: null,
  heading: null,
  text: '',
  id: null,
  children: [],
  ...part,
});

/** Whether the sentence continues in a list. */
const announces = ({ text }: DraftClause): boolean => text.endsWith(':') || !endsSentence(text);

/** Builds the tree. Headings, markers and indents decide which clause is below which. */
export function outlineOf(blocks: readonly TextBlock[]): { readonly root: DraftClause; readonly notes: Note[] } {
  const outline = new Outline();
  for (const block of blocks)
    if (block.kind === 'heading') outline.heading(block);
    else if (block.kind === 'item') outline.item(block);
    else outline.paragraph(block);
  return { root: outline.root, notes: outline.notes };
}

class Outline {
  readonly root = draft(0, {});
  readonly notes: Note[] = [];
  private stack: Open[] = [{ draft: this.root, kind: 'root', level: 0, reading: null, indent: -1, textIndent: 0 }];

  heading({ text, level, line, indent }: TextBlock & { kind: 'heading' }): void {
    this.popWhile((open) => open.kind !== 'root' && !(open.kind === 'heading' && open.level < level));
    this.push({
      draft: this.withId(draft(line, { heading: text }), text, 'heading'),
      kind: 'heading',
      level,
      reading: null,
      indent,
      textIndent: indent,
    });
  }

  item({ marked, text, line, indent }: TextBlock & { kind: 'item' }): void {
    const { readings, label, width } = marked;
    const made = this.withId(draft(line, { number: label || null, ...inLine(text) }), text, 'item');
    const found = this.placeOf(readings, indent, line);
    this.stack = this.stack.slice(0, found.depth);
    const reading = found.reading;
    const isPart = reading.style.startsWith('named');
    this.push({ draft: made, kind: 'item', level: isPart ? 1 : 0, reading, indent, textIndent: indent + width });
  }

  paragraph({ text, line, indent }: TextBlock & { kind: 'paragraph' }): void {
    const top = this.top;
    if (top.kind === 'item' && top.draft.text === '' && top.draft.heading === null) {
      top.draft.text = unemphasized(text);
      return;
    }
    if (top.kind === 'item' && this.headsWhatFollows(top)) {
      top.draft.heading = top.draft.text;
      top.draft.text = '';
    } else if (top.kind === 'item' && indent > 0 && indent >= top.textIndent - 1) {
      top.draft.text = `${top.draft.text}\n\n${unemphasized(text)}`.trim();
      return;
    }
    const owner = this.stack.findLastIndex(
      ({ kind, draft }) => kind === 'root' || kind === 'heading' || (draft.heading !== null && draft.text === ''),
    );
    this.stack = this.stack.slice(0, owner + 1);
    this.push({
      draft: this.withId(draft(line, inLine(text)), text, 'paragraph'),
      kind: 'paragraph',
      level: 0,
      reading: null,
      indent,
      textIndent: indent,
    });
  }

  private get top(): Open {
    return this.stack.at(-1) as Open;
  }

  private popWhile(test: (open: Open) => boolean): void {
    while (this.stack.length > 1 && test(this.top)) this.stack.pop();
  }

  private push(open: Open): void {
    const above = this.top;
    // An item that has others below it, and is not a sentence, is the heading of a part.
    if (above.kind === 'item' && above.draft.heading === null && this.headsWhatFollows(above)) {
      above.draft.heading = above.draft.text;
      above.draft.text = '';
    }
    above.draft.children.push(open.draft);
    this.stack.push(open);
  }

  private headsWhatFollows({ draft, reading, level }: Open): boolean {
    if (!reading || reading.style.startsWith('bullet') || draft.text === '' || draft.text.includes('\n')) return false;
    const kind = headingKind(draft.text);
    return kind === 'capitals' || kind === 'title' || (kind !== undefined && (level > 0 || draft.text.split(' ').length <= 6));
  }

  /**
   * Where an item belongs: how much of the stack stays open above it, and how its marker is read.
   */
  private placeOf(readings: readonly Reading[], indent: number, line: number): { depth: number; reading: Reading } {
    const [first] = readings as readonly [Reading, ...Reading[]];
    if (first.style.startsWith('bullet')) return { depth: this.bulletDepth(first, indent), reading: first };
    const dotted = first.path && first.path.length > 1 ? this.dottedDepth(first.path) : undefined;
    if (dotted !== undefined) return { depth: dotted, reading: first };
    // Continues an open list, trying the innermost first.
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const open = (this.stack[at] as Open).reading;
      const reading = open && readings.find(({ style, value }) => style === open.style && value === open.value + 1);
      if (reading) return { depth: at, reading };
    }
    const starts = readings.find(({ value }) => value === 1);
    const same = this.stack.findLastIndex(({ reading }) => reading !== null && readings.some(({ style }) => style === reading.style));
    const open = this.stack[same];
    if (starts && (!open || indent > open.indent + 1)) return { depth: this.nestedDepth(), reading: starts };
    if (open?.reading) {
      const reading = readings.find(({ style }) => style === open.reading?.style) ?? first;
      const says = starts
        ? 'numbering begins again here; it was read as going on with the same list'
        : `numbering goes from ${open.reading.value} to ${reading.value} here`;
      this.notes.push({ line, kind: 'unsure', says });
      return { depth: same, reading };
    }
    // A list that does not start at its first number: a letter is likelier than a high Roman
    // numeral.
    const reading = readings.find(({ style }) => !/^roman/i.test(style)) ?? first;
    this.notes.push({ line, kind: 'unsure', says: `a list begins here with ${reading.value}, not with 1` });
    return { depth: this.nestedDepth(), reading };
  }

  /** Below the open item, or below a paragraph that announces a list. */
  private nestedDepth(): number {
    const { top } = this;
    return top.kind === 'paragraph' && !announces(top.draft) ? this.stack.length - 1 : this.stack.length;
  }

  private bulletDepth({ style }: Reading, indent: number): number {
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const open = this.stack[at] as Open;
      if (open.kind !== 'item') continue;
      const sameGlyph = open.reading?.style === style;
      if (sameGlyph && Math.abs(open.indent - indent) <= 1) return at;
      if (sameGlyph && indent > open.indent) return at + 1;
      // The open item is indented further than this one, which therefore belongs further out.
      if (open.indent > indent || (sameGlyph && indent < open.indent)) continue;
      if (!sameGlyph && this.stack.slice(1, at).some((outer) => outer.reading?.style === style && Math.abs(outer.indent - indent) <= 1))
        continue;
      return at + 1;
    }
    const root = this.stack.findLastIndex(({ kind }) => kind !== 'item');
    const owner = this.stack[root] as Open;
    return owner.kind === 'paragraph' && !announces(owner.draft) ? root : root + 1;
  }

  /** 2.1 is below 2 and beside 2.2. */
  private dottedDepth(path: readonly number[]): number | undefined {
    const isPrefix = (of: readonly number[] | undefined) =>
      of !== undefined && of.length < path.length && of.every((step, at) => step === path[at]);
    const above = this.stack.findLastIndex(({ reading }) => isPrefix(reading?.path));
    if (above > 0) return above + 1;
    const beside = this.stack.findLastIndex(({ reading }) => reading?.path?.length === path.length);
    return beside > 0 ? beside : undefined;
  }

  private withId(made: DraftClause, text: string, kind: Open['kind']): DraftClause {
    const given = unemphasized(text);
    const [, id, rest] = /^\[?([A-Z][A-Z0-9]{1,9}-\d{1,3}[a-z]{0,2}(?:\.\d{1,3})*)\]?(?:[:.]|\s[-–—])?\s+(\S[\s\S]*)$/.exec(given) ?? [];
    const [, part, title] = kind === 'heading' ? (/^([A-Z][A-Z0-9]{1,9})\s+[-–—]\s+(\S.*)$/.exec(given) ?? []) : [];
    if (id && rest) return { ...made, id, ...(kind === 'heading' ? { heading: rest } : inLine(rest)) };
    if (part && title) return { ...made, id: part, heading: title };
    return made;
  }
}

/** “**Respect.** Treat …”: a heading within the line. */
function inLine(text: string): Pick<DraftClause, 'heading' | 'text'> {
  const [, , bold = '', rest = ''] = /^(\*\*|__)([^*_]{2,80}?)\1[:.]?\s+(\S[\s\S]*)$/.exec(text) ?? [];
  const announces = /[.:]$/.test(bold) || /^(\*\*|__)[^*_]{2,80}?\1[:.]/.test(text) || endsSentence(bold);
  if (bold !== '' && announces) return { heading: bold.replace(/[.:]$/, ''), text: unemphasized(rest) };
  return { heading: null, text: unemphasized(text) };
}
