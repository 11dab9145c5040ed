/** The marker style of a list's items: bullets, or numbers of one kind in one form. */
export type Style = `${'bullet' | 'decimal' | 'dotted' | 'lower' | 'upper' | 'roman' | 'Roman' | 'named'}${string}`;

/** One possible reading of a marker; `value` counts from 1. */
export interface Reading {
  readonly style: Style;
  readonly value: number;
  /** For a dotted number: 2.1 is [2, 1]. */
  readonly path?: readonly number[];
}

export interface Marked {
  readonly label: string;
  readonly readings: readonly Reading[];
  readonly rest: string;
  /** Columns from the marker to the text. */
  readonly width: number;
}

const bullet = /^([-*+•◦▪▫●○■□‣⁃·–—➢✓\uf0b7\uf0a7]|o(?= \p{Lu}))(\s+|$)(.*)$/u;
const named = /^(Section|Article|Chapter|Part|§)\s*(\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7})(?:[.:)]|\s*[-–—])?(?:\s+|$)(.*)$/i;
const dotted = /^(\d{1,3}(?:\.\d{1,3})+)[.)]?(\s+)(\S.*)$/;
const enclosed = /^\((\d{1,3}|[a-z]{1,2}|[ivxlc]{1,7}|[A-Z]|[IVXLC]{1,7})\)(\s+|$)(.*)$/;
const pointed = /^(\d{1,3}|[a-z]|[ivxlc]{2,7}|[A-Z]|[IVXLC]{2,7})([.)])(\s+|$)(.*)$/;

const digits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** The value of a Roman numeral; 0 where the text is not a correct one. */
export function romanOf(text: string): number {
  const values = [...text.toLowerCase()].map((letter) => digits[letter] ?? 0);
  if (values.length === 0 || values.includes(0)) return 0;
  const sum = values.reduce((total, value, at) => total + ((values[at + 1] ?? 0) > value ? -value : value), 0);
  return roman(sum) === text.toLowerCase() ? sum : 0;
}

function roman(value: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
    [40, 'xl'],
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ];
  const [step] = steps.filter(([size]) => size <= value);
  return step ? step[1] + roman(value - step[0]) : '';
}

/** a is 1, z 26, aa 27, bb 28. */
const letterOf = (text: string): number => {
  const [first = '', second] = text.toLowerCase();
  if (second !== undefined && second !== first) return 0;
  return first.charCodeAt(0) - 96 + (second === undefined ? 0 : 26);
};

function readingsOf(label: string, form: string): Reading[] {
  if (/^\d/.test(label)) return [{ style: `decimal${form}`, value: Number(label), path: [Number(label)] }];
  const upper = label === label.toUpperCase();
  const [asRoman, asLetter] = [romanOf(label), label.length <= 2 ? letterOf(label) : 0];
  const readings: Reading[] = [];
  // (i) more likely begins a list of Roman numerals than one of letters.
  if (asRoman > 0) readings.push({ style: `${upper ? 'Roman' : 'roman'}${form}`, value: asRoman });
  if (asLetter > 0) readings.push({ style: `${upper ? 'upper' : 'lower'}${form}`, value: asLetter });
  return readings;
}

/** The marker at the beginning of a line; undefined where there is none. */
export function markerOf(text: string): Marked | undefined {
  const asBullet = bullet.exec(text);
  if (asBullet) {
    const [, glyph = '', space = '', rest = ''] = asBullet;
    return { label: '', readings: [{ style: `bullet${glyph}`, value: 1 }], rest, width: glyph.length + space.length };
  }
  const asNamed = named.exec(text);
  if (asNamed) {
    const [, word = '', number = '', rest = ''] = asNamed;
    const path = /^\d/.test(number) ? number.split('.').map(Number) : undefined;
    const value = path ? (path.at(-1) ?? 0) : romanOf(number);
    // “Section 40 of the handbook applies” is a sentence.
    if (value === 0 || /^(of|and|or|applies|in|to|shall|may|is)\b/.test(rest)) return undefined;
    const label = `${word} ${number}`;
    return { label, readings: [{ style: `named${word.toLowerCase()}`, value, ...(path && { path }) }], rest, width: label.length + 1 };
  }
  const asDotted = dotted.exec(text);
  if (asDotted) {
    const [, label = '', space = '', rest = ''] = asDotted;
    const path = label.split('.').map(Number);
    return {
      label,
      readings: [{ style: `dotted${path.length}`, value: path.at(-1) ?? 0, path }],
      rest,
      width: label.length + space.length,
    };
  }
  const [, inside, insideSpace = '', insideRest = ''] = enclosed.exec(text) ?? [];
  const [, label, delimiter = '', space = '', rest = ''] = pointed.exec(text) ?? [];
  if (inside !== undefined) return made(inside, readingsOf(inside, '()'), insideRest, inside.length + 2 + insideSpace.length);
  if (label !== undefined) return made(label, readingsOf(label, delimiter), rest, label.length + 1 + space.length);
  return undefined;
}

const made = (label: string, readings: readonly Reading[], rest: string, width: number): Marked | undefined =>
  readings.length > 0 ? { label, readings, rest, width } : undefined;
