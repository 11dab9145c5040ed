import { anyone, type Caller, office, role } from '../../../src/platform/access/access.js';
import { earlier, type Judged, judge, type StreamStanding } from '../../../src/platform/commands/judge.js';
import type { Stream } from '../../../src/platform/events/stream.js';
import type { Refusal } from '../../../src/platform/refusals/refuse.js';
import { caller } from '../../kit/given.js';

type State = { status: 'absent' } | { status: 'open'; keeper: string };
const kind = (name: string): Stream<State, Record<never, never>> => ({
  name,
  initial: { status: 'absent' },
  events: {},
  evolve: {},
  hiddenFrom: (state, person) => state.status === 'open' && person === 'walled',
});
const files = kind('file');
const notes = kind('note');
const keeper = role('keeper', files, (state, { person }) => state.status === 'open' && state.keeper === person);

const absent: StreamStanding = { state: { status: 'absent' }, revision: -1 };
const open: StreamStanding = { state: { status: 'open', keeper: 'karl' }, revision: 4 };
const hr = caller('ines', 'HR');

const change: Judged = { stream: files, may: [office('HR'), keeper] };
const start: Judged = { ...change, creates: true };
const enter: Judged = { ...start, extends: true };
const note: Judged = { stream: notes, creates: true, may: [keeper, office('HR')], judgedOn: { stream: files, of: () => 'f' } };

/** What it answers, or the code and details with which it refuses. */
const verdictOf = (...[definition, asking, own, over, standing]: Parameters<typeof judge>): unknown => {
  try {
    return judge(definition, asking, own, over, standing);
  } catch (error) {
    const { code, details } = error as Refusal;
    return Object.keys(details).length > 0 ? { code, ...details } : { code };
  }
};
const asks = (person: string): Caller => caller(person);

describe('who is let in', () => {
  it('acts in the office of the first grant that holds', () => {
    expect(judge(change, hr, open)).toEqual('HR');
    expect(judge(change, asks('karl'), open)).toEqual('Employee');
    expect(judge({ ...change, may: [anyone] }, hr, open)).toEqual('HR');
  });

  it('is nobody without a grant, whatever else would stand in the way', () => {
    const refused = { code: 'access.not-permitted' };
    expect(verdictOf(change, asks('otto'), open)).toEqual(refused);
    expect(verdictOf(change, asks('otto'), absent)).toEqual(refused);
    expect(verdictOf(start, asks('otto'), open)).toEqual(refused);
    expect(verdictOf(change, asks('walled'), open)).toEqual(refused);
  });
});

describe('what a stream must be', () => {
  const to = (person: string): Caller => caller(person, 'HR');

  it('there, for a command that does not start one', () =>
    expect(verdictOf(change, to('ines'), absent)).toEqual({ code: 'resource.not-found' }));
  it('absent, for one that does', () => {
    expect(verdictOf(start, to('ines'), absent)).toEqual('HR');
    expect(verdictOf(start, to('ines'), open)).toEqual({ code: 'resource.exists' });
  });
  it('either, for one that starts it or goes on', () => {
    expect(verdictOf(enter, to('ines'), absent)).toEqual('HR');
    expect(verdictOf(enter, to('ines'), open)).toEqual('HR');
  });
  it('not behind a wall: then it answers as if it did not exist', () =>
    expect(verdictOf(change, to('walled'), open)).toEqual(verdictOf(change, to('walled'), absent)));
});

describe('a command that is judged on another stream', () => {
  it('has its grants from that one', () => {
    expect(verdictOf(note, asks('karl'), absent, open)).toEqual('Employee');
    expect(verdictOf(note, asks('otto'), absent, open)).toEqual({ code: 'access.not-permitted' });
  });
  it('finds nothing where that one is absent or hidden, even if its own stream is there', () => {
    expect(verdictOf(note, hr, open, absent)).toEqual({ code: 'resource.not-found' });
    expect(verdictOf(note, caller('walled', 'HR'), open, open)).toEqual({ code: 'resource.not-found' });
  });
  it('is then judged on its own stream', () => expect(verdictOf(note, hr, open, open)).toEqual({ code: 'resource.exists' }));
  it('cannot be judged without it', () => expect(() => judge(note, hr, absent)).toThrow(TypeError));
});

describe('a person with a part in the matter', () => {
  const to: Caller = { ...asks('ines'), offices: [{ office: 'HR' }] };
  const notPermitted = { code: 'access.not-permitted' };
  const own: Judged = { ...change, impartial: { own: 'It is theirs.' } };
  const open_: Judged = { ...change, impartial: { notNeeded: 'Everybody may.' } };

  it('is refused by one generic answer', () => {
    expect(verdictOf(change, to, open, undefined, 'recused')).toEqual(notPermitted);
    expect(verdictOf(change, to, open, undefined, 'own')).toEqual(notPermitted);
    expect(verdictOf(change, to, open, undefined, 'walled')).toEqual({ code: 'resource.not-found' });
    expect(verdictOf(change, to, open, undefined, 'uninvolved')).toBe('HR');
  });
  it('learns nothing more than others of a stream that is absent', () =>
    expect(verdictOf(change, to, absent, undefined, 'recused')).toEqual({ code: 'resource.not-found' }));
  it('acts in a matter of their own where the command says so, and no other does', () => {
    expect(verdictOf(own, to, open, undefined, 'own')).toBe('HR');
    expect(verdictOf(own, to, open, undefined, 'recused')).toEqual(notPermitted);
    expect(verdictOf(own, to, open, undefined, 'walled')).toEqual({ code: 'resource.not-found' });
  });
  it('acts where impartiality is not needed', () => {
    for (const standing of ['own', 'recused', 'walled'] as const) expect(verdictOf(open_, to, open, undefined, standing)).toBe('HR');
  });
});

describe('a command that comes again', () => {
  it('is known by its hash', () => {
    const done = { hash: 'h', revision: 2 };
    expect(earlier(done, 'h')).toBe(done);
    expect(earlier(undefined, 'h')).toBeUndefined();
  });
  it('is refused where its id came with another body', () =>
    expect(() => earlier({ hash: 'h' }, 'other')).toThrow(expect.objectContaining({ code: 'idempotency.key-reused' })));
});
