import { Joiner, type Note, type TextLine } from './lines.js';
import { type Marked, markerOf } from './markers.js';

interface Common {
  readonly line: number;
  readonly text: string;
  readonly indent: number;
}
/** A whole heading, list item or paragraph. `level` 1 is the highest. */
export type TextBlock =
  | (Common & { readonly kind: 'heading'; readonly level: number; readonly certain: boolean })
  | (Common & { readonly kind: 'item'; readonly marked: Marked })
  | (Common & { readonly kind: 'paragraph' });

const small = new Set(['a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);
export const endsSentence = (text: string): boolean => /[.;:!?][)”"’']*$/.test(text);
const startsLower = (text: string): boolean => /^[“"‘'(]?\p{Ll}/u.test(text);

/** Recognizes ALL CAPITALS, Each Word Capitalised, or a few words without a full stop. */
export function headingKind(text: string): 'capitals' | 'title' | 'short' | undefined {
  if (text.length > 90 || /[.;,!?]$/.test(text) || !/^[“"‘(]?[\p{Lu}\d]/u.test(text)) return undefined;
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (letters.length >= 3 && letters === letters.toUpperCase()) return 'capitals';
  const words = text.replace(/:$/, '').split(/\s+/);
  if (words.length <= 10 && words.every((word) => small.has(word) || !/^[“"‘(]?\p{Ll}/u.test(word))) return 'title';
  return words.length <= 6 && !text.endsWith(':') ? 'short' : undefined;
}

/** Text without the marks of Markdown that only set its appearance. */
const plain = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|[\s(“"])(?:\*|_)(?=\S)([^*_]+?)(?:\*|_)(?=[\s).,;:!?”"]|$)/g, '$1$2')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/<br\s*\/?>/gi, ' ');

/** Removes double marks. They stay until the search for a heading within a line is done. */
export const unemphasized = (text: string): string => text.replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2').trim();

/** Reads lines into blocks. Pure. It returns a note for each uncertain reading. */
export function textBlocksOf(lines: readonly TextLine[], whole: string): { readonly blocks: TextBlock[]; readonly notes: Note[] } {
  const joiner = new Joiner(whole);
  const notes: Note[] = [];
  const blocks: TextBlock[] = [];
  const unsure = (line: number, says: string) => notes.push({ line, kind: 'unsure', says });
  const append = (text: string, line: number) => {
    const last = blocks.at(-1) as TextBlock;
    const joined = joiner.join(last.text, text, line);
    if (joined.note) notes.push(joined.note);
    blocks[blocks.length - 1] = { ...last, text: joined.text };
  };
  const body = withoutMarkup(lines, notes);

  for (let at = 0; at < body.length; at += 1) {
    const { no: line, indent, text: raw } = body[at] as TextLine;
    if (raw === '') continue;
    const text = plain(raw.replace(/^(?:>\s?)+/, ''));
    const [before, after] = [body[at - 1], body[at + 1]];
    const last = blocks.at(-1);
    const apart = !before || before.text === '';

    const hashes = /^(#{1,6})\s+(.+?)\s*#*$/.exec(text);
    const under = after && /^(=+|-{3,})$/.exec(after.text);
    if (hashes || (under && apart && !markerOf(text))) {
      const [, signs = '', title = ''] = hashes ?? [];
      const level = hashes ? signs.length : under?.[1]?.startsWith('=') ? 1 : 2;
      blocks.push({ kind: 'heading', level, certain: true, line, indent, text: unemphasized(hashes ? title : text) });
      if (!hashes) at += 1;
      continue;
    }

    const marked = markerOf(text);
    if (marked && (apart || !last || begins(marked, last, text))) {
      blocks.push({ kind: 'item', marked, line, indent, text: marked.rest });
      continue;
    }
    if (marked && last) unsure(line, `“${text.slice(0, 40)}” was read as the middle of a sentence, not as an item`);

    const kind = apart || last?.kind === 'heading' ? headingKind(unemphasized(text)) : undefined;
    const alone = !after || after.text === '';
    const goesOn = apart && before?.soft === true && last !== undefined && !endsSentence(last.text) && last.kind !== 'heading';
    const bold = /^(\*\*|__)[^*_]+\1:?$/.test(text);
    const heading =
      (kind === 'capitals' && !goesOn) ||
      (bold && alone) ||
      (kind && alone && !(kind === 'short' && after?.soft) && !goesOn && !(last && waits(last)));
    if (heading) {
      const run =
        last?.kind === 'heading' &&
        !apart &&
        kind === 'capitals' &&
        last.line === blocks.at(-1)?.line &&
        headingKind(last.text) === 'capitals';
      if (run) append(text, line);
      else {
        if (kind === 'short' && !bold) unsure(line, `“${text}” was read as a heading`);
        const level = kind === 'capitals' ? 2 : 3;
        blocks.push({ kind: 'heading', level, certain: false, line, indent, text: unemphasized(text).replace(/:$/, '') });
      }
      continue;
    }

    if (!last || last.kind === 'heading') blocks.push({ kind: 'paragraph', line, indent, text });
    else if (!apart && titles(last, text)) blocks.push({ kind: 'paragraph', line, indent, text });
    else if (!apart || startsLower(text)) append(text, line);
    else if (goesOn) {
      unsure(line, 'a sentence was read on over the end of a page');
      append(text, line);
    } else blocks.push({ kind: 'paragraph', line, indent, text });
  }
  return { blocks: blocks.filter(({ text, kind }) => text !== '' || kind === 'item'), notes };
}

/** The last block announces a list, so the next line is no heading. */
const waits = (last: TextBlock): boolean => last.kind === 'item' && last.text === '';

/** “Section 1. Purpose”, or a number with words in capitals: the next line is the part's text. */
function titles(last: TextBlock, text: string): boolean {
  if (last.kind !== 'item' || startsLower(text) || last.text === '') return false;
  const kind = headingKind(last.text);
  if (kind === 'capitals') return last.marked.label !== '' && headingKind(text) !== 'capitals';
  return kind !== undefined && last.marked.readings.some(({ style }) => style.startsWith('named'));
}

/**
 * Whether a marker without a blank line before it begins an item. Otherwise it belongs to the
 * sentence before it.
 */
function begins(marked: Marked, last: TextBlock, text: string): boolean {
  if (last.kind === 'heading' || endsSentence(last.text) || last.text === '') return true;
  if (/^[-*+•◦▪▫●○■□‣⁃·➢✓\uf0b7\uf0a7]/u.test(text)) return !(/^[-–—]/.test(text) && last.kind === 'paragraph');
  const follows = (value: number, style: string) =>
    value === 1 || (last.kind === 'item' && last.marked.readings.some((reading) => reading.style === style && reading.value + 1 === value));
  return (
    marked.readings.some(({ value, style, path }) => (path?.length ?? 1) > 1 || follows(value, style)) ||
    (last.kind === 'item' && /(?:,|;|\band|\bor)$/.test(last.text))
  );
}

/** Leaves out the parts of Markdown that are not text: front matter, comments, rules, fences. */
function withoutMarkup(lines: readonly TextLine[], notes: Note[]): TextLine[] {
  const body: TextLine[] = [];
  let [comment, front] = [false, false];
  const leaveOut = ({ no, text }: TextLine, what: string) => {
    notes.push({ line: no, kind: 'left-out', says: `${what}: “${text}”` });
    body.push({ no, indent: 0, text: '', soft: false });
  };
  for (const [at, line] of lines.entries()) {
    const { text } = line;
    const isRule = /^(?:-{3,}|\*{3,}|_{3,}|(?:[-*_]\s){2,}[-*_])$/.test(text);
    if (at === 0 && text === '---' && lines.slice(1).some((other) => other.text === '---')) front = true;
    if (front) {
      leaveOut(line, 'front matter');
      if (at > 0 && text === '---') front = false;
    } else if (comment || text.startsWith('<!--')) {
      comment = !text.includes('-->');
      leaveOut(line, 'a comment');
    } else if (/^(```|~~~)/.test(text) || /^[._]{5,}$/.test(text)) leaveOut(line, 'a mark');
    else if (isRule && (at === 0 || lines[at - 1]?.text === '' || !/^-+$/.test(text))) leaveOut(line, 'a rule');
    else if (/^.{3,80}?\s?\.{4,}\s?\d{1,4}$/.test(text)) leaveOut(line, 'a line of a table of contents');
    else {
      if (text.startsWith('|')) notes.push({ line: line.no, kind: 'unsure', says: 'a row of a table was read as text' });
      body.push(line);
    }
  }
  return body;
}
