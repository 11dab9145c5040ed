import { streamParts } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';

/** Crockford's base 32. It has no I, L and O, which are taken for digits, and no U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = 6;
const bitsEach = 5;
/** Letters that a case may have in turn, where another case has the ones before. */
const choices = 8;

/**
 * Six letters made of the case's id. Those that were reserved begin with G to Z, and those of a
 * case from before refs were reserved with 0 to F: the two are never the same.
 */
function lettersOf(caseId: string, choice: number, reserved: boolean): string {
  const hash = Number.parseInt(derivedId('case-ref', caseId, String(choice)).slice(0, 8), 16);
  const digits = Array.from({ length: letters }, (_, at) => (hash >>> (at * bitsEach)) & (2 ** bitsEach - 1));
  const half = 2 ** (bitsEach - 1);
  digits[0] = (digits[0]! % half) + (reserved ? half : 0);
  return digits.map((digit) => alphabet[digit]).join('');
}

/** The letters that may be reserved for a case, in the order in which they are tried. */
export const lettersFor = (caseId: string): string[] => Array.from({ length: choices }, (_, choice) => lettersOf(caseId, choice, true));

/** `C26-WJ5914`: the letters of a case and the year in which it was opened. */
export const caseRef = (caseLetters: string, openedOn: Day): string => `C${openedOn.slice(2, 4)}-${caseLetters}`;

/** The ref of a case, by the event that opened it. */
export const refOf = ({
  data,
  stream,
}: {
  readonly data: { readonly ref: string | null; readonly openedOn: Day };
  readonly stream: string;
}): string => data.ref ?? caseRef(lettersOf(streamParts(stream).id, 0, false), data.openedOn);

const digit = '[0-9OIL]';
const letter = '[0-9A-TV-Z]';
const shape = new RegExp(`^C?(${digit}{2})(${letter}{${letters}})$`, 'i');
const separators = /[\s\p{Dash_Punctuation}]+/gu;

/**
 * The ref that somebody typed: small letters, missing or other separators, a missing C, O for 0 and
 * I or L for 1 are understood. Undefined where it is none.
 */
export function parsedRef(text: string): string | undefined {
  const [, year, caseLetters] = shape.exec(text.replace(separators, '')) ?? [];
  if (year === undefined || caseLetters === undefined) return undefined;
  const plain = (part: string) => part.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return `C${plain(year)}-${plain(caseLetters)}`;
}
