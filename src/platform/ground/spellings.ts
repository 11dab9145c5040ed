/** Latin letters that Unicode does not take apart into a plain letter and a mark, as people type them. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ĸ: 'k', ŋ: 'n', ŧ: 't', ŉ: 'n' },
  ...{ ɓ: 'b', ɖ: 'd', ɗ: 'd', ɛ: 'e', ə: 'e', ǝ: 'e', ɔ: 'o', ƙ: 'k', ƴ: 'y', ƒ: 'f', ǥ: 'g', ɣ: 'g', ƶ: 'z', ȼ: 'c', ɨ: 'i', ʉ: 'u' },
};
/** Letters that people also type as two. */
const digraphs: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

const apostrophe = /['’‘ʼʻ´`]/gu;
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’‘ʼʻ´`][\p{L}\p{N}\p{M}]+)*/gu;

/** A word of a text, with the place at which it begins. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** The words of a text as they are written. An apostrophe within a word belongs to it. */
export const wordsOf = (text: string): Word[] => [...text.matchAll(word)].map((found) => ({ text: found[0], at: found.index }));

/** Lower case, without marks and apostrophes, each letter as it is typed plainly: `Żółć` is `zolc`. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(apostrophe, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => plainLetters[letter] ?? letter);

/** With two letters for one: `Müller` is `mueller`. */
const inDigraphs = (text: string): string =>
  plain(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöüøå]/gu, (letter) => digraphs[letter] ?? letter),
  );

/**
 * The forms in which people type a word, the plain one first. Two words are the same to a reader
 * where they share a form: index, query and comparison use this one rule.
 */
export function spellings(text: string): readonly string[] {
  return [...new Set([plain(text), inDigraphs(text)])].filter((form) => form !== '');
}

/** The forms of a word and of its parts between apostrophes: `O’Brien` is found as `brien` too. */
export function spellingsWithin(text: string): readonly string[] {
  const parts = text.split(apostrophe);
  return [...new Set([text, ...(parts.length > 1 ? parts : [])].flatMap((part) => spellings(part)))];
}
