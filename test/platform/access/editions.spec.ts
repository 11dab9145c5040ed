import { String as Text } from 'typebox';
import type { Caller } from '../../../src/platform/access/access.js';
import { countReaders, editionFor, eventsKnownTo } from '../../../src/platform/access/editions.js';
import { event, type NewEvent, type StoredEvent } from '../../../src/platform/events/event.js';
import { type AnyStream, evolve, type Stream } from '../../../src/platform/events/stream.js';
import type { FoldedState } from '../../../src/platform/events/streams.js';
import { caller, stored } from '../../kit/given.js';

type State = { readonly status: 'absent' } | { readonly status: 'open'; readonly told: boolean };
const Opened = event('Opened', 1, 'internal', {});
const Whispered = event('Whispered', 1, 'personnel', { word: Text() });
const Put = event('Put', 1, 'internal', {});
const Told = event('Told', 1, 'internal', {});
const events = { Opened, Whispered, Put, Told };
const open = (): State => ({ status: 'open', told: false });
const base: Stream<State, typeof events> = {
  name: 'matter',
  initial: { status: 'absent' },
  events,
  evolve: { Opened: open, Whispered: (state) => state, Put: (state) => state, Told: () => ({ status: 'open', told: true }) },
};
const everybody = ['counsel', 'hr', 'subject'];
const matters: Stream<State, typeof events> = {
  ...base,
  audiences: {
    of: (_, { person }) => everybody.filter((one) => person.includes(one)),
    shows: { Opened: { '*': everybody }, Whispered: { '*': ['counsel'] }, Put: { '*': everybody }, Told: { '*': everybody } },
    untold: (before, { type }, audience) => type === 'Put' && audience === 'subject' && !(before.status === 'open' && before.told),
  },
};
const [counsel, hr, subject, both] = ['counsel', 'hr', 'subject', 'hr and counsel'].map((name) => caller(name)) as [
  Caller,
  Caller,
  Caller,
  Caller,
];

function folded(stream: AnyStream, log: readonly StoredEvent[]): FoldedState {
  let at: FoldedState = { state: stream.initial, revision: -1, known: {} };
  for (const one of log)
    at = { state: evolve(stream, at.state, one), revision: at.revision + 1, known: countReaders(stream, at.known, one, at.state) };
  return at;
}
const countFor = (who: Caller, log: readonly NewEvent[], stream: AnyStream = matters): number => {
  const events = stored(log, 'matter-1');
  const at = folded(stream, events);
  const { count, audiences } = editionFor(stream, at, who, at.state);
  // The number counts what a refusal would list.
  expect(eventsKnownTo(stream, events, audiences)).toHaveLength(count);
  return count;
};

describe('The edition of a stream', () => {
  it('counts an event for those who may know of it, and for nobody else', () => {
    const whispered = [Opened({}), Whispered({ word: 'hush' })];
    expect([counsel, hr, subject, both].map((who) => countFor(who, whispered))).toEqual([2, 1, 1, 2]);
    expect([counsel, hr, subject].map((who) => countFor(who, [...whispered, Told({})]))).toEqual([3, 2, 2]);
  });

  it('does not count for an audience what it was not told when it happened', () => {
    const put = [Opened({}), Put({})];
    expect([hr, subject].map((who) => countFor(who, put))).toEqual([2, 1]);
    expect([hr, subject].map((who) => countFor(who, [...put, Told({}), Put({})]))).toEqual([4, 3]);
  });

  it('is of the audiences that the caller has today, whatever they were then', () => {
    const log = stored([Opened({}), Whispered({ word: 'hush' })], 'matter-1');
    const then = folded(matters, log.slice(0, 1));
    const today = folded(matters, log);
    expect(editionFor(matters, then, both, today.state)).toEqual({ audiences: ['counsel', 'hr'], count: 1 });
  });

  it('is nothing for whoever belongs to no audience', () => expect(countFor(caller('stranger'), [Opened({}), Put({})])).toBe(0));

  it('counts every event of a stream without secrets, and keeps no counts for it', () => {
    const log = stored([Opened({}), Put({}), Told({})], 'matter-1');
    expect(folded(base, log).known).toEqual({});
    expect(countFor(hr, [Opened({}), Put({}), Told({})], base)).toBe(3);
  });

  it('leaves out what is restricted where the stream does not say who reads it', () => {
    const Secret = event('Secret', 1, 'restricted', {});
    const secretive = { ...base, events: { ...events, Secret }, evolve: { ...base.evolve, Secret: (state: State) => state } };
    expect(countFor(hr, [Opened({}), Secret({}), Put({})], secretive as never)).toBe(2);
  });
});
