/** A reading that the person who imports should check. */
export interface Note {
  /** Line number in the file, from 1. */
  readonly line: number;
  /**
   * `left-out`: the line was judged not to be part of the text. `unsure`: a reading that may be
   * wrong.
   */
  readonly kind: 'left-out' | 'unsure';
  readonly says: string;
}

/** A line of the text. A blank line ends a paragraph, unless a page ended there (`soft`). */
export interface TextLine {
  readonly no: number;
  readonly indent: number;
  /** Without surrounding space; '' for a blank line. */
  readonly text: string;
  readonly soft: boolean;
}

interface Raw {
  readonly no: number;
  readonly page: number;
  readonly indent: number;
  readonly text: string;
}

const ligatures: Readonly<Record<string, string>> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };

/** Splits a text into lines with their pages: a form feed begins a page. */
function rawLines(text: string): Raw[] {
  let page = 1;
  return text.split('\n').map((line, at) => {
    page += line.split('\f').length - 1;
    const plain = line
      .replace(/[\u00a0\u2002-\u200a\u202f\u3000]/g, ' ')
      .replace(/[ﬀ-ﬆ]/g, (ligature) => ligatures[ligature] ?? ligature)
      .replace(/\t/g, '    ')
      .replace(/[\p{Cc}\u200b\u2060\ufeff]/gu, '')
      .normalize('NFC');
    const trimmed = plain.trim().replace(/ {2,}/g, ' ');
    return { no: at + 1, page, indent: plain.length - plain.trimStart().length, text: trimmed };
  });
}

const pageLabel = /^[-–—\s]*(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4})?[-–—\s]*$/i;
const withPageLabel = /(?:^|\s)(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4})?(?:\s|$)/i;
const loneNumber = /^[-–—\s]*(\d{1,4})[-–—\s]*$/;
const repeatable = (text: string): string => text.toLowerCase().replace(/\d+/g, '#');

/** Most lines between a page's edge and a header or footer. */
const edge = 3;

/** Headers, footers and page numbers, by line: text that repeats at the edges of pages. */
function furniture(raw: readonly Raw[]): Map<number, string> {
  const left = new Map<number, string>();
  const filled = raw.filter(({ text }) => text !== '');
  const pages = new Map<number, Raw[]>();
  for (const line of filled) pages.set(line.page, [...(pages.get(line.page) ?? []), line]);
  const edges = [...pages.values()].map((lines) => [...new Set([...lines.slice(0, edge), ...lines.slice(-edge)])]);

  if (pages.size > 1) {
    const seen = new Map<string, number>();
    for (const lines of edges)
      for (const text of new Set(lines.map((line) => repeatable(line.text)))) seen.set(text, (seen.get(text) ?? 0) + 1);
    const often = (text: string) => (seen.get(repeatable(text)) ?? 0) >= Math.max(2, Math.ceil(pages.size / 2));
    for (const lines of edges)
      for (const { no, text } of lines) {
        if (loneNumber.test(text)) left.set(no, 'a page number');
        // Numbered clauses at the edges of two pages have different words.
        else if (often(text)) left.set(no, 'a header or footer that repeats');
      }
  }
  for (const { no, text } of filled) if (pageLabel.test(text)) left.set(no, 'a page number');
  if (pages.size === 1) withoutPages(raw, filled, left);
  return left;
}

/**
 * For a text without form feeds: finds lines that are next to page numbers and repeat with them.
 */
function withoutPages(raw: readonly Raw[], filled: readonly Raw[], left: Map<number, string>): void {
  const labelled = filled.filter(({ text }) => withPageLabel.test(text) && text.length < 120);
  for (const { no, text } of labelled)
    if (labelled.filter((other) => repeatable(other.text) === repeatable(text)).length > 1) left.set(no, 'a header or footer that repeats');
  const blankBeside = ({ no }: Raw) => raw[no - 2]?.text === '' || raw[no]?.text === '';
  const numbers = filled.filter((line) => loneNumber.test(line.text) && blankBeside(line));
  const value = ({ text }: Raw) => Number(loneNumber.exec(text)?.[1]);
  numbers.forEach((line, at) => {
    const [before, after] = [numbers[at - 1], numbers[at + 1]];
    if ((before && value(before) === value(line) - 1) || (after && value(after) === value(line) + 1)) left.set(line.no, 'a page number');
  });
  const beside = filled.filter(
    ({ no }, at) => !left.has(no) && [filled[at - 1], filled[at + 1]].some((other) => other && left.has(other.no)),
  );
  for (const { no, text } of beside)
    if (text.length < 80 && beside.filter((other) => repeatable(other.text) === repeatable(text)).length > 1)
      left.set(no, 'a header or footer that repeats');
}

/** The lines of a text without those that belong only to its pages. */
export function linesOf(text: string): { readonly lines: TextLine[]; readonly notes: Note[] } {
  const raw = rawLines(text);
  const left = furniture(raw);
  const first = raw.find(({ text }) => text !== '');
  // A title may also be the header of each page: on the first page it stays as the title.
  if (first && left.get(first.no) === 'a header or footer that repeats' && !withPageLabel.test(first.text)) left.delete(first.no);
  const notes = [...left].map(([line, why]): Note => ({ line, kind: 'left-out', says: `${why}: “${raw[line - 1]?.text}”` }));
  const lines: TextLine[] = [];
  let page = 1;
  for (const { no, page: on, indent, text } of raw) {
    const turned = on !== page;
    page = on;
    const blank = text === '' || left.has(no);
    const last = lines.at(-1);
    if (turned && last && last.text !== '' && !blank) lines.push({ no, indent: 0, text: '', soft: true });
    if (!blank) lines.push({ no, indent, text, soft: false });
    else if (last && last.text === '') lines[lines.length - 1] = { ...last, soft: last.soft || turned || left.has(no) };
    else lines.push({ no, indent: 0, text: '', soft: turned || left.has(no) });
  }
  return { lines, notes: notes.sort((a, b) => a.line - b.line) };
}

/** Joins text that was broken at the ends of lines. */
export class Joiner {
  private readonly words: ReadonlySet<string>;

  constructor(text: string) {
    this.words = new Set(text.toLowerCase().match(/\p{L}[\p{L}’'-]*/gu) ?? []);
  }

  /**
   * Two lines as one text, with a note where it is unclear whether a hyphen belongs to the word.
   */
  join(before: string, after: string, line: number): { readonly text: string; readonly note?: Note } {
    if (before === '') return { text: after };
    const soft = before.endsWith('\u00ad');
    const [, start = ''] = /(\p{L}+)[-\u00ad]$/u.exec(before) ?? [];
    const [end = ''] = /^\p{L}+/u.exec(after) ?? [];
    if (start === '' || end === '')
      return { text: `${before}${/[-–—/]$/.test(before) && /\p{L}[-–—/]$/u.test(before) ? '' : ' '}${after}` };
    const [whole, hyphened] = [`${start}${end}`.toLowerCase(), `${start}-${end}`.toLowerCase()];
    const without = `${before.slice(0, -1)}${after}`;
    if (soft) return { text: without };
    if (/^\p{Lu}/u.test(end) || (this.words.has(hyphened) && !this.words.has(whole))) return { text: `${before}${after}` };
    if (this.words.has(whole)) return { text: without };
    return {
      text: without,
      note: { line, kind: 'unsure', says: `read “${start}-” and “${end}” over the end of a line as “${start}${end}”` },
    };
  }
}
