import { anyone, type Caller, office } from '../../../src/platform/access/access.js';
import { withRequest } from '../../../src/platform/access/request.js';
import type { Looker } from '../../../src/platform/queries/first-access.js';
import type { AnyQueryDefinition, ListQueryDefinition, StreamQueryDefinition } from '../../../src/platform/queries/query-handler.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { caller } from '../../kit/given.js';
import { databases, timeOf } from '../views/kit.js';
import { asked, fragile, NoteHidden, type NoteState, Notes, NoteWritten, noteList, notes as noteStream } from '../views/notes.js';

interface Query {
  asOf?: string;
  minMoment?: string;
  id?: string;
  cursor?: string;
}

const titles: ListQueryDefinition<Query, unknown, never> = {
  may: [office('Auditor')],
  views: [noteList as never],
  run: async ({ cursor }, reads) => {
    const { items, next } = await reads.rows(noteList).page({ where: { shelf: 's' }, order: 'title', limit: 2, cursor });
    return { titles: items.map(({ title }) => title), next, moment: reads.moment, position: reads.position, past: reads.past };
  },
};
const detail: StreamQueryDefinition<Query, typeof noteStream, unknown, never> = {
  stream: noteStream,
  of: ({ id }) => id as string,
  may: [anyone],
  run: async (_, state: NoteState & { status: 'written' }, reads) => ({
    title: state.title,
    office: reads.office,
    today: ((await reads.current.state(noteStream, 'a')) as { title: string }).title,
    history: (await reads.history('note-a')).length,
  }),
};

const ann = caller('ann', 'Auditor');

describe.each(databases)('On %s', (kind) => {
  let notes: Notes;
  beforeEach(async () => {
    notes = await Notes.open(kind);
  });
  afterEach(() => notes.close());

  const ask = (read: unknown, query: Query = {}, who: Caller = ann) =>
    notes.reader().run(read as AnyQueryDefinition, asked({ ...query }, who));
  const code = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(
      (answer) => answer,
      (error: unknown) => error,
    );
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  };
  const write = (id: string, title: string) => notes.shown(id, NoteWritten({ title, shelf: 's' }));

  describe('A query of a list', () => {
    it('shows what stands, or what stood at a position or a time', async () => {
      await write('a', 'one');
      await write('b', 'two');
      await write('a', 'three');
      expect(await ask(titles)).toEqual({ titles: ['three', 'two'], next: null, moment: timeOf(1_000), position: 3, past: false });
      expect(await ask(titles, { asOf: '@1' })).toEqual({ titles: ['one'], next: null, moment: timeOf(1), position: 1, past: true });
      expect(await ask(titles, { asOf: '@0' })).toMatchObject({ titles: [], position: 0 });
      expect(await ask(titles, { asOf: timeOf(2) })).toEqual({
        titles: ['one', 'two'],
        next: null,
        moment: timeOf(2),
        position: 2,
        past: true,
      });
      expect(await ask(titles, { asOf: '2025-12-31T19:01:30-05:00' })).toMatchObject({ titles: ['one'], position: 1 });
      expect(await ask(titles, { asOf: '2020-01-01T00:00:00Z' })).toMatchObject({ titles: [], position: 0 });
    });

    it('tells whether a query of one stream admits the caller today, whatever moment is shown', async () => {
      await write('a', 'one');
      await write('a', 'two');
      await notes.shown('a', NoteHidden({ from: 'bob' }));
      const judged = (may: readonly unknown[], id: string): ListQueryDefinition<Query, unknown, never> => ({
        ...titles,
        may: [anyone],
        run: async (_, reads) => (await reads.admitted({ ...detail, may } as typeof detail, id))?.title,
      });
      const ofAll = judged([anyone], 'a');
      expect(await ask(ofAll)).toBe('two');
      expect(await ask(ofAll, { asOf: '@1' })).toBe('two');
      expect(await ask(ofAll, {}, caller('bob', 'Auditor'))).toBeUndefined();
      expect(await ask(judged([anyone], 'none'))).toBeUndefined();
      expect(await ask(judged([office('HR')], 'a'))).toBeUndefined();
      expect(await ask(judged([office('HR')], 'a'), {}, caller('eve', 'HR'))).toBe('two');
    });

    it('reads two moments in one answer, views and streams alike, and refuses one that is none', async () => {
      await write('a', 'one');
      await write('b', 'two');
      await write('a', 'three');
      const twice = (moment: string | number): ListQueryDefinition<Query, unknown, never> => ({
        ...titles,
        run: async (_, reads) => {
          const then = await reads.at(typeof moment === 'number' ? moment : { field: 'twice', text: moment });
          const row = await then.rows(noteList).get('a');
          const { title } = (await then.state(noteStream, 'a')) as { title: string };
          const today = (await then.current.state(noteStream, 'a')) as { title: string };
          return [then.position, then.moment, row?.title, title, today.title, await reads.positionAt(timeOf(2)), reads.position];
        },
      });
      expect(await ask(twice(1))).toEqual([1, timeOf(1), 'one', 'one', 'three', 2, 3]);
      expect(await ask(twice('@1'))).toEqual([1, timeOf(1), 'one', 'one', 'three', 2, 3]);
      expect(await ask(twice(timeOf(2)), { asOf: '@1' })).toEqual([2, timeOf(2), 'one', 'one', 'three', 1, 1]);
      expect(await code(ask(twice('@9')))).toBe('as-of.future');
      await expect(ask(twice('then'))).rejects.toMatchObject({ code: 'as-of.malformed', details: { errors: [{ field: 'twice' }] } });
    });

    it('goes on in the moment of its first page', async () => {
      await write('a', 'one');
      await write('b', 'two');
      await write('c', 'three');
      const first = (await ask(titles)) as { titles: string[]; next: string };
      expect(first.titles).toEqual(['one', 'three']);
      await write('d', 'zzz');
      await write('b', 'aaa');
      expect(await ask(titles, { cursor: first.next })).toMatchObject({ titles: ['two'], next: null });
      expect(await code(ask(titles, { cursor: `${first.next}x` }))).toBe('paging.malformed');
    });

    it('shows what was recorded up to a position, waiting for it', async () => {
      const position = await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }));
      const token = (at: number, who = 'ann') => notes.moments.tokenOf({ position: at, time: timeOf(1_000) }, who);
      expect(await ask(titles, { minMoment: `@${position}` })).toMatchObject({ titles: ['one'] });
      expect(await ask(titles, { minMoment: token(position) })).toMatchObject({ titles: ['one'] });
      expect(await ask(titles, { minMoment: timeOf(1) })).toMatchObject({ titles: ['one'] });
      expect(await ask(titles, { asOf: `@${position}` })).toMatchObject({ titles: ['one'] });
      for (const minMoment of ['@2', token(2)]) {
        expect(await code(ask(titles, { minMoment }))).toBe('as-of.not-reached');
        expect(await code(ask({ ...titles, views: [] }, { minMoment }))).toBe('as-of.not-reached');
      }
      expect(await code(ask(titles, { minMoment: token(position, 'bob') }))).toBe('moment.unknown');
    });

    it('says which moment it shows in a token for the caller, which brings the same answer back', async () => {
      await write('a', 'one');
      const moment = async (query: Query, who: Caller = ann): Promise<string> => {
        let told: Readonly<Record<string, string>> = {};
        const headers = (given: typeof told) => {
          told = given;
        };
        await notes
          .reader()
          .run({ ...titles, may: [anyone] } as never, withRequest({ ...query }, { caller: who, correlationId: 'x', headers }));
        return told['casebook-moment'] as string;
      };
      const [token, again] = [await moment({}), await moment({})];
      expect(token).not.toBe(again);
      await write('a', 'two');
      expect(await ask(titles, { asOf: token })).toEqual({ titles: ['one'], next: null, moment: timeOf(1_000), position: 1, past: true });
      expect(notes.moments.momentOf(await moment({ asOf: token }), 'ann')).toEqual({ position: 1, time: timeOf(1_000) });
      expect(await code(ask(titles, { asOf: await moment({}, caller('bob')) }))).toBe('moment.unknown');
    });

    it('takes a position from the Auditor alone', async () => {
      await write('a', 'one');
      for (const query of [{ asOf: '@1' }, { minMoment: '@1' }]) {
        expect(await ask(titles, query)).toMatchObject({ titles: ['one'] });
        expect(await code(ask({ ...titles, may: [anyone] }, query, caller('bob', 'City Manager')))).toBe('moment.position');
      }
    });

    it('refuses a moment that a view does not reach in time', async () => {
      const position = await notes.append('a', NoteWritten({ title: 'one', shelf: 's' }), false);
      expect(await code(ask(titles, { asOf: `@${position}` }))).toBe('as-of.not-reached');
    });

    it('refuses the future', async () => {
      await write('a', 'one');
      expect(await code(ask(titles, { asOf: '@2' }))).toBe('as-of.future');
      notes.clock.at = Date.parse(timeOf(1_000));
      expect(await code(ask(titles, { asOf: timeOf(1_001) }))).toBe('as-of.future');
      expect(await ask(titles, { asOf: timeOf(1_000) })).toMatchObject({ titles: ['one'] });
    });

    it('is for those whom a grant lets in, whatever the moment', async () => {
      expect(await code(ask(titles, {}, caller('bob')))).toBe('access.not-permitted');
      expect(await code(ask(titles, { asOf: timeOf(9) }, caller('bob')))).toBe('access.not-permitted');
    });

    it('refuses where a view that it names has stopped', async () => {
      await write('a', 'break');
      await notes.host.reached(1, undefined, 120_000);
      expect(await code(ask({ ...titles, views: [fragile] }))).toBe('view.stopped');
      expect(await ask(titles)).toMatchObject({ titles: ['break'] });
    });

    it('reads the log up to the moment, and hides what no code understands', async () => {
      await write('a', 'one');
      await notes.append('x', { type: 'Unheard', data: { secret: 1 } });
      await notes.append('b', { ...NoteWritten({ title: 'two', shelf: 's' }), schema: 9 } as never);
      await notes.append('c', NoteHidden({ from: 'bob' }));
      await notes.host.reached(await notes.append('d', NoteHidden({ from: 'ann' })), undefined, 120_000);
      const log: ListQueryDefinition<Query, unknown, never> = {
        may: [anyone],
        run: async (_, reads) => ({
          log: (await reads.log(0, 10)).map(({ event, stream }) => [event.position, stream && event.type]),
          hidden: [...(await reads.hiddenStreams())],
          fromBob: [...(await reads.hiddenFrom('bob'))],
          about: reads.about((await reads.log(0, 1))[0]!.event),
        }),
      };
      expect(await ask(log, { asOf: '@3' })).toEqual({
        log: [
          [1, 'NoteWritten'],
          [2, undefined],
          [3, undefined],
        ],
        // Walls of today hide things of the past, too.
        hidden: ['note-d'],
        fromBob: [],
        about: ['shelf-s'],
      });
      expect(await ask(log)).toMatchObject({
        hidden: ['note-d'],
        fromBob: ['note-c'],
        log: [
          [1, 'NoteWritten'],
          [2, undefined],
          [3, undefined],
          [4, 'NoteHidden'],
          [5, 'NoteHidden'],
        ],
      });
    });
  });

  describe('A query of one stream', () => {
    it('shows its state now, or as of the moment, with today beside it', async () => {
      await write('a', 'one');
      await write('a', 'two');
      expect(await ask(detail, { id: 'a' })).toEqual({ title: 'two', office: 'Auditor', today: 'two', history: 2 });
      expect(await ask(detail, { id: 'a', asOf: '@1' })).toEqual({
        title: 'one',
        office: 'Auditor',
        today: 'two',
        history: 1,
      });
    });

    it('finds nothing where there is nothing, was nothing then, or nothing may be seen today', async () => {
      await write('b', 'first');
      await write('a', 'one');
      expect(await code(ask(detail, { id: 'none' }))).toBe('resource.not-found');
      expect(await code(ask(detail, { id: 'a', asOf: '@1' }))).toBe('resource.not-found');
      await notes.append('a', NoteHidden({ from: 'ann' }));
      for (const asOf of [undefined, '@2']) expect(await code(ask(detail, { id: 'a', ...(asOf && { asOf }) }))).toBe('resource.not-found');
      expect(await ask(detail, { id: 'a', asOf: timeOf(2) }, caller('bob'))).toMatchObject({ title: 'one' });
    });

    it('is refused to a person with a part in the matter, whatever the moment, unless it says why not', async () => {
      await write('a', 'one');
      for (const asOf of [undefined, timeOf(1), timeOf(0)])
        expect(await code(ask(detail, { id: 'a', ...(asOf && { asOf }) }, caller('rita')))).toBe('access.not-permitted');
      expect(await code(ask(detail, { id: 'none' }, caller('rita')))).toBe('resource.not-found');
      const toAll = { ...detail, impartial: { notNeeded: 'Everybody may.' } };
      expect(await ask(toAll, { id: 'a' }, caller('rita'))).toMatchObject({ title: 'one' });
    });

    it('judges its grants by today’s state', async () => {
      await write('a', 'one');
      await write('a', 'open');
      const open = {
        ...detail,
        may: [
          {
            name: 'open',
            kind: 'role',
            admits: (_: Caller, state: NoteState) => (state.status === 'written' && state.title === 'open' ? 'Employee' : undefined),
          },
        ],
      };
      expect(await ask(open, { id: 'a', asOf: '@1' })).toMatchObject({ title: 'one', office: 'Employee' });
      await write('a', 'shut');
      expect(await code(ask(open, { id: 'a', asOf: '@2' }))).toBe('access.not-permitted');
    });
  });

  it('has a look on record before it answers, of what was answered alone, and answers nothing where that cannot be written', async () => {
    await write('a', 'one');
    const seen: string[] = [];
    let down = false;
    const looks = {
      async note(thing: string, { caller: who, office, correlationId }: Looker) {
        if (down) throw new Refusal('store.unavailable', { status: 503, says: 'Not now.' });
        seen.push([thing, who.person, office, correlationId].join(' '));
      },
    };
    const looked = {
      ...detail,
      recordsAccessTo: ({ id }: Query, today: { title: string }) => (id === 'a' ? `note ${today.title}` : undefined),
    };
    const asked = (query: Query) =>
      notes.reader(looks).run(looked as never, withRequest({ ...query }, { caller: ann, correlationId: 'spec' }));
    expect(await asked({ id: 'a' })).toMatchObject({ title: 'one' });
    await expect(asked({ id: 'none' })).rejects.toMatchObject({ code: 'resource.not-found' });
    expect(seen).toEqual(['note one ann Auditor spec']);
    down = true;
    await expect(asked({ id: 'a' })).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
