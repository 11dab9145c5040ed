import type { Force } from '../../modules/policy/policy.public.js';

/** `sure`: the words say it. `likely`: they suggest it. `unsure`: it is a guess. */
export const confidences = ['sure', 'likely', 'unsure'] as const;
export type Confidence = (typeof confidences)[number];

export interface Guess<T> {
  readonly value: T;
  readonly confidence: Confidence;
}

const forbids =
  /\b(?:shall|must|may|will|should|can)\s+(?:not|never|in no (?:case|event))\b|\bcannot\b|\bnever\b|\b(?:is|are)\s+(?:strictly\s+)?(?:prohibited|forbidden|not\s+(?:permitted|allowed))\b|\bno\s+(?:\w+\s+){1,3}(?:shall|may|must)\b|^(?:do\s+not|don['’]t)\b/i;
// With a capital, May is a month.
const words: readonly (readonly [pattern: RegExp, force: Force, confidence: Confidence])[] = [
  [/\bmust\b/i, 'must', 'sure'],
  [/\bshall\b/i, 'shall', 'sure'],
  [/\b(?:is|are)\s+(?:required|obliged)\s+to\b|\b(?:is|are)\s+responsible\s+for\b|\bhas to\b|\bhave to\b/i, 'shall', 'likely'],
  [/\bshould\b/i, 'should', 'sure'],
  [/\b(?:is|are)\s+(?:encouraged|expected|advised|asked)\s+to\b/i, 'should', 'likely'],
  [/\bmay\b/, 'may', 'sure'],
  [/\breserves?\s+the\s+right\b|\b(?:is|are)\s+(?:permitted|allowed|authorized)\s+to\b/i, 'may', 'likely'],
  [/\bwill\b/i, 'shall', 'unsure'],
];

/** The first sentence that binds decides. If others bind differently, the confidence is lower. */
export function forceOf(text: string, inherited?: Guess<Force>): Guess<Force> {
  const sentences = text.split(/(?<=[.;!?])\s+/);
  const found = sentences.map(forceOfSentence).filter((one) => one !== undefined);
  const [first] = found;
  if (first) {
    const others = found.some(({ value }) => value !== first.value);
    return others && first.confidence === 'sure' ? { ...first, confidence: 'likely' } : first;
  }
  if (inherited && inherited.value !== 'states')
    return { value: inherited.value, confidence: inherited.confidence === 'sure' ? 'likely' : 'unsure' };
  return { value: 'states', confidence: 'unsure' };
}

function forceOfSentence(sentence: string): Guess<Force> | undefined {
  const no = forbids.exec(sentence);
  const yes = words
    .map(([pattern, value, confidence]) => ({ at: pattern.exec(sentence)?.index ?? -1, value, confidence }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  if (no && (!yes || no.index <= yes.at)) {
    // “should not” advises; a person must decide that it is no prohibition.
    const weak = /^(?:should|will|can|may)\b|never|^do|^don/i.test(no[0]);
    return { value: 'shall not', confidence: weak && !/^may\s+not/i.test(no[0]) ? 'likely' : 'sure' };
  }
  return yes && { value: yes.value, confidence: yes.confidence };
}

const actor =
  /\b(?:(?:all|any|each|every|city|elected|appointed|department|other|only|the|authorized|public)\s+)*(?:[A-Z][a-z]+\s+(?:and\s+)?){0,3}?(?:employees?|staff|officials?|officers?|departments?|directors?|managers?|clerk|attorney|council|administrators?|users?|visitors?|commenters?|members?(?:\s+of\s+the\s+public)?|public|supervisors?|volunteers?|contractors?|editors?|moderators?|submitters?|authors?|designees?|city|town|county|everyone|nobody|persons?|personnel|commission|board|mayor)\b/gi;
const modal =
  /\b(?:shall|must|should|may|will|can(?:not)?|(?:is|are)\s+(?:required|responsible|encouraged|expected|permitted|allowed|prohibited)|reserves?|never)\b/i;

const tidy = (text: string): string => {
  const bare = text
    .trim()
    .replace(/^(?:the|only|no|any|each|every)\s+/i, '')
    .replace(/\s+/g, ' ');
  return /^[A-Z][a-z]+\s+[A-Z]/.test(bare) ? bare : bare.charAt(0).toLowerCase() + bare.slice(1);
};

/** Whom a clause binds: the words before the verb that binds, or those after “by”. */
export function bindsOf(text: string, inherited?: Guess<string>): Guess<string> {
  for (const sentence of text.split(/(?<=[.;!?])\s+/)) {
    const at = modal.exec(sentence)?.index;
    if (at === undefined) continue;
    const before = [...sentence.slice(0, at).matchAll(actor)].map(([who]) => who.replace(/^and\s+/i, ''));
    if (before.length > 0)
      return { value: tidy(before.slice(0, 3).join(' and ')).slice(0, 200), confidence: before.length === 1 ? 'sure' : 'likely' };
    const [, by] = /\bby\s+(.{1,80})/.exec(sentence.slice(at)) ?? [];
    const [agent] = by ? [...by.matchAll(actor)] : [];
    if (agent) return { value: tidy(agent[0]), confidence: 'likely' };
  }
  if (inherited && inherited.value !== 'everyone')
    return { value: inherited.value, confidence: inherited.confidence === 'sure' ? 'likely' : 'unsure' };
  return { value: 'everyone', confidence: 'unsure' };
}
