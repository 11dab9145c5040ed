import { Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { office } from '../../../src/platform/access/access.js';
import { admittedTo, audiencesOf, dataFor, knownTo, readsEvent, readsField } from '../../../src/platform/access/audiences.js';
import { event, type StoredEvent } from '../../../src/platform/events/event.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import { SealedText } from '../../../src/platform/sealing/sealed.js';

const Weighed = event('Weighed', 1, 'personnel', {
  grams: Text(),
  note: SealedText(),
  parts: ListOf(Shape({ name: Text(), why: SealedText() }, { additionalProperties: false })),
});
const Whispered = event('Whispered', 1, 'restricted', { by: Text() });
const events = { Weighed, Whispered };
type State = { readonly status: 'absent' } | { readonly status: 'there'; readonly hider: string };

const declared: Stream<State, typeof events> = {
  name: 'parcel',
  initial: { status: 'absent' },
  events,
  evolve: { Weighed: (state) => state, Whispered: (state) => state },
  hiddenFrom: (state, person) => state.status === 'there' && state.hider === person,
  audiences: {
    of: admittedTo<State, 'hr' | 'auditor'>({ hr: [office('HR')], auditor: [office('Auditor')] }),
    shows: {
      Weighed: { '*': ['hr', 'auditor'], prose: ['hr'], grams: ['auditor'] },
      Whispered: { knows: ['auditor'], '*': [] },
    },
    untold: (before, { type }, audience) => before.status === 'absent' && type === 'Whispered' && audience === 'auditor',
  },
};
const { audiences: _, ...undeclared } = declared;
const there: State = { status: 'there', hider: 'h' };
const caller = (name: 'HR' | 'Auditor', person = 'p') => ({ person, offices: [{ office: name }, { office: 'Employee' as const }] });
const weighed = {
  type: 'Weighed',
  data: { grams: '7', note: 'sealed.v1.a', parts: [{ name: 'lid', why: 'sealed.v1.b' }] },
} as unknown as StoredEvent;
const whispered = { type: 'Whispered', data: { by: 'x' } } as unknown as StoredEvent;

describe('who reads which field of an event', () => {
  it('belongs to the audiences whose offices a caller holds, and to none behind a wall', () => {
    expect(audiencesOf(declared, there, caller('HR'))).toEqual(['hr']);
    expect(audiencesOf(declared, there, caller('HR', 'h'))).toEqual([]);
  });

  it('shows sealed texts to those who read prose, other values to those who read all, a named field to its own readers', () => {
    expect(dataFor(declared, weighed, ['auditor'])).toEqual({ grams: '7', note: null, parts: [{ name: 'lid', why: null }] });
    expect(dataFor(declared, weighed, ['hr'], '-')).toEqual({
      grams: '-',
      note: 'sealed.v1.a',
      parts: [{ name: 'lid', why: 'sealed.v1.b' }],
    });
  });

  it('lets an audience know of an event of which it reads nothing', () => {
    expect(readsEvent(declared, whispered.type, ['auditor'])).toBe(true);
    expect(readsEvent(declared, whispered.type, ['hr'])).toBe(false);
    expect(readsField(declared, 'Whispered', 'by', ['auditor'], 'plain')).toBe(false);
  });

  it('keeps an event from an audience for which the state before it says so', () => {
    expect(knownTo(declared, whispered, { status: 'absent' })).toEqual([]);
    expect(knownTo(declared, whispered, there)).toEqual(['auditor']);
  });

  it('shows everything but restricted events of a stream without a table to those whom its queries admit', () => {
    const admitted = audiencesOf(undeclared, there, caller('HR'));
    expect(dataFor(undeclared, weighed, admitted)).toEqual(weighed.data);
    expect(readsEvent(undeclared, whispered.type, admitted)).toBe(false);
  });

  it('shows nothing of a type that the stream does not declare', () => {
    expect(readsEvent(declared, 'Unheard', ['hr', 'auditor'])).toBe(false);
  });
});
