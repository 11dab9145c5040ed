/** Data that identifies the senders of reports. */
interface Told {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly contacts: readonly string[];
}

/** Words that accompany a name but identify nobody. */
const titles: ReadonlySet<string> = new Set(
  [
    'mr',
    'mrs',
    'ms',
    'mx',
    'miss',
    'dr',
    'prof',
    'rev',
    'hon',
    'sgt',
    'lt',
    'capt',
    'jr',
    'sr',
    'ii',
    'iii',
    'iv',
    'phd',
    'md',
    'esq',
  ].concat(['de', 'del', 'della', 'der', 'den', 'da', 'di', 'du', 'la', 'le', 'van', 'von', 'el', 'al', 'bin', 'ibn', 'of', 'the', 'and']),
);
const shortest = 2;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A pattern that accepts every way to type apostrophes and spaces. */
const loosely = (text: string): string =>
  escaped(text)
    .replace(/['’ʼ`]/g, "['’ʼ`]")
    .replace(/\s+/g, '\\s+');

/** The text as given, composed, decomposed, and without accents. */
const spellings = (text: string): string[] => {
  const decomposed = text.normalize('NFD');
  return [text, text.normalize('NFC'), decomposed, decomposed.replace(/\p{M}/gu, '')];
};

function finding(texts: readonly string[]): RegExp | undefined {
  const all = [...new Set(texts.map((text) => text.trim()).flatMap(spellings))].filter((text) => text !== '');
  if (all.length === 0) return undefined;
  const longestFirst = all.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${longestFirst.map(loosely).join('|')})(?![\\p{L}\\p{M}\\p{N}])`, 'giu');
}

/**
 * The identifying parts of a name: first and last names, words in quotes or brackets, each half of
 * a hyphenated name.
 */
export function partsOfName(name: string): string[] {
  const words = name.match(/[\p{L}\p{M}]+(?:['’ʼ`-][\p{L}\p{M}]+)*/gu) ?? [];
  return [...new Set(words.flatMap((word) => [word, ...word.split('-')]))].filter(
    (word) => [...word].length >= shortest && !titles.has(word.toLowerCase()),
  );
}

const lastOf = (name: string): string[] => {
  const last = /^\p{L}[\p{L}\p{M} .'’-]*$/u.test(name.trim()) ? name.trim().split(/\s+/).at(-1)! : '';
  return last.length >= 3 ? [last] : [];
};

/** The contact as a whole, and the addresses and numbers in it. */
const waysIn = (contact: string): string[] => [contact, ...(contact.match(/[^\s<>,;:()]+@[^\s<>,;:()]+|\+?\d[\d ().-]{5,}\d/gu) ?? [])];

/**
 * Patterns that find the given people, as whole words and in any letter case. Parts of names are
 * searched only in prose, because `Will` and `Clerk` are names and also words of every file.
 */
export function tellTale({ ids, names, contacts }: Told): {
  readonly everywhere: RegExp | undefined;
  readonly inProse: RegExp | undefined;
} {
  const certain = [...ids, ...contacts.flatMap(waysIn), ...names, ...names.flatMap(lastOf)];
  return { everywhere: finding(certain), inProse: finding([...certain, ...names.flatMap(partsOfName)]) };
}
