import { spellingsWithin, wordsOf } from '../ground/spellings.js';

/** Words of an excerpt. */
const length = 24;

/**
 * The part of a text in which most of the words stand, at most 24 words, with those between « and ».
 * A word is meant where one of its forms begins with a form that was asked for.
 */
export function excerptOf(text: string, asked: readonly string[]): string {
  const words = wordsOf(text);
  const meant = words.map(({ text: written }) => {
    const forms = spellingsWithin(written);
    return asked.findIndex((form) => forms.some((own) => own.startsWith(form)));
  });
  const first = windowOf(meant);
  const last = Math.min(words.length, first + length);
  const from = first === 0 ? 0 : (words[first]?.at ?? 0);
  const until = words[last]?.at ?? text.length;
  let shown = first === 0 ? '' : ' … ';
  let at = from;
  for (const [index, { text: written, at: begins }] of words.entries()) {
    if (index < first || index >= last || meant[index] === -1) continue;
    shown += `${text.slice(at, begins)}«${written}»`;
    at = begins + written.length;
  }
  return `${shown}${text.slice(at, until).trimEnd()}${last === words.length ? '' : ' … '}`;
}

/** Index of the first word shown: those that were asked for stand in the middle of the earliest part that holds most of them. */
function windowOf(meant: readonly number[]): number {
  const held = new Map<number, number>();
  let best = { size: 0, first: 0, last: 0 };
  for (const [end, enters] of meant.entries()) {
    if (enters !== -1) held.set(enters, (held.get(enters) ?? 0) + 1);
    const leaves = meant[end - length] ?? -1;
    const left = (held.get(leaves) ?? 0) - 1;
    if (left > 0) held.set(leaves, left);
    else held.delete(leaves);
    if (held.size > best.size)
      best = { size: held.size, first: meant.findIndex((one, index) => index > end - length && one !== -1), last: end };
  }
  const before = Math.floor((length - (best.last - best.first + 1)) / 2);
  return Math.max(0, Math.min(best.first - before, meant.length - length));
}
