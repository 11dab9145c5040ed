import { Enum, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import { DayText, OrNull } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { defaultTemplate } from './default-templates.js';
import { type LetterKind, type LetterTemplate, letterKinds } from './letter-kinds.js';

/** Sets the wording of one kind of letter, in force from a day. */
export const LetterTemplateSet = event('LetterTemplateSet', 1, 'internal', {
  kind: Enum([...letterKinds]),
  effectiveFrom: DayText(),
  instrument: Text({ minLength: 1, maxLength: 200 }),
  author: OrNull(Text({ minLength: 1, maxLength: 200 })),
  body: Text({ minLength: 1, maxLength: 20_000 }),
});
const events = { LetterTemplateSet };

/** Every template that was ever set, in that order. */
export type LetterTemplatesState =
  | { readonly status: 'absent' }
  | { readonly status: 'set'; readonly templates: readonly LetterTemplate[] };

export const letterTemplates: Stream<LetterTemplatesState, typeof events> = {
  name: 'templates',
  initial: { status: 'absent' },
  events,
  evolve: {
    LetterTemplateSet: (state, { data }) => {
      const before = state.status === 'set' ? state.templates : [];
      const version = before.filter(({ kind }) => kind === data.kind).length + 1;
      return { status: 'set', templates: [...before, { ...data, version }] };
    },
  },
};

export const letterTemplatesId = derivedId('templates', 'letters');

/**
 * The template of a kind in force on a day: the last one set among those with the latest effective
 * date.
 */
export function templateOn(state: LetterTemplatesState, kind: LetterKind, day: Day): LetterTemplate {
  const set = state.status === 'set' ? state.templates.filter((one) => one.kind === kind && one.effectiveFrom <= day) : [];
  return set.reduce((latest, one) => (one.effectiveFrom >= latest.effectiveFrom ? one : latest), defaultTemplate(kind));
}
