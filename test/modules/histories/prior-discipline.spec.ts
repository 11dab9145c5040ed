import { PersonEntered } from '../../../src/modules/directory/person.js';
import { countable, earlierAmong } from '../../../src/modules/discipline/discipline-guards.js';
import { CorrectPriorDisciplineHandler } from '../../../src/modules/histories/correct-prior-discipline.js';
import { disciplineHistory } from '../../../src/modules/histories/discipline-history.view.js';
import { EnterPriorDisciplineHandler } from '../../../src/modules/histories/enter-prior-discipline.js';
import { ExpungePriorDisciplineHandler } from '../../../src/modules/histories/expunge-prior-discipline.js';
import {
  type DisciplineHistory,
  GetDisciplineHistory,
  GetDisciplineHistoryHandler,
} from '../../../src/modules/histories/get-discipline-history.js';
import { MovePriorDisciplineHandler } from '../../../src/modules/histories/move-prior-discipline.js';
import {
  PriorDisciplineCorrected,
  PriorDisciplineExpunged,
  PriorDisciplineMoved,
  PriorDisciplineRebutted,
  priors,
} from '../../../src/modules/histories/prior-discipline.js';
import { RebutPriorDisciplineHandler } from '../../../src/modules/histories/rebut-prior-discipline.js';
import { WithdrawPriorDisciplineHandler } from '../../../src/modules/histories/withdraw-prior-discipline.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import type { QueryReads } from '../../../src/platform/queries/query-handler.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, stored, today } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { entered, entryId, gone, paper } from '../../kit/stories/paper.js';
import { attorney, hr, id, ladder, manager, oral, readsOf, sam, stranger, subject, written } from '../../kit/stories/proceedings.js';

const order = 'Award 12, item 3.';

const paperFields = {
  personId: sam,
  track: 'permanent',
  rung: 'written-warning',
  imposedOn: '2024-11-05',
  rule: 'Handbook 12.3',
  reasons: 'A post.',
  source: 'Cabinet 4, folder 17',
} as const;
const entry = { personId: sam, entryId };
const wrongPerson = { ...entry, personId: id('kim') };

describe('entering discipline from paper', () => {
  const known = { known: true, ladder };
  it('is HR’s, and final from the start', () => {
    given().when(EnterPriorDisciplineHandler, paperFields, hr, known).then(entered);
    given()
      .when(EnterPriorDisciplineHandler, { ...paperFields, rung: 'suspension', rule: null, reasons: null }, hr, known)
      .events();
    for (const who of [manager, attorney, subject])
      given().when(EnterPriorDisciplineHandler, paperFields, who, known).refused('access.not-permitted');
  });
  it('is nobody’s for themself', () =>
    given().when(EnterPriorDisciplineHandler, paperFields, caller(sam, 'HR'), known).refused('access.not-permitted'));
  it('is refused for an unknown person, without a ladder or its rung, and for what is not from before', () => {
    given()
      .when(EnterPriorDisciplineHandler, paperFields, hr, { ...known, known: false })
      .refused('history.unknown-person', ['personId']);
    given()
      .when(EnterPriorDisciplineHandler, paperFields, hr, { ...known, ladder: undefined })
      .refused('proceeding.no-ladder', ['track']);
    given()
      .when(EnterPriorDisciplineHandler, { ...paperFields, rung: 'banishment' }, hr, known)
      .refused('proceeding.no-such-rung');
    given()
      .when(EnterPriorDisciplineHandler, { ...paperFields, imposedOn: today }, hr, known)
      .refused('history.not-before');
  });
  it('may be considered as earlier discipline of that person, while it counts and stands', () => {
    const state = (...events: NewEvent[]) => fold(priors, stored([entered, ...events]));
    expect(countable(state(), sam, today)).toEqual(written);
    expect(countable(state(), id('kim'), today)).toBeUndefined();
    expect(countable(state(), sam, '2026-11-06')).toBeUndefined();
    expect(countable(state(gone), sam, today)).toBeUndefined();
  });
  it('is gathered by its id like a proceeding', async () => {
    const { earlier } = await earlierAmong([entryId], readsOf(stored([entered], `prior-${entryId}`), manager));
    expect(countable(earlier.get(entryId), sam, today)).toMatchObject({ id: 'written-warning' });
  });
});

describe('correcting an entry from paper', () => {
  const correct = { ...paperFields, ...entry, rung: 'oral-warning', correction: 'Read wrong.', authority: 'HR' } as const;
  it('puts the whole entry anew, with why', () =>
    given(entered)
      .when(CorrectPriorDisciplineHandler, correct, hr, { ladder })
      .then(PriorDisciplineCorrected({ on: today, paper: { ...paper, rung: oral }, reasons: seal('Read wrong.'), authority: 'HR' })));
  it('is refused for another person’s, one’s own, or one that is gone', () => {
    given(entered)
      .when(CorrectPriorDisciplineHandler, { ...correct, personId: id('kim') }, hr, { ladder })
      .refused('resource.not-found');
    given(entered).when(CorrectPriorDisciplineHandler, correct, caller(sam, 'HR'), { ladder }).refused('access.not-permitted');
    given(entered, gone).when(CorrectPriorDisciplineHandler, correct, hr, { ladder }).refused('history.gone');
  });
  it('is refused without a ladder or its rung, and for what is not from before', () => {
    given(entered).when(CorrectPriorDisciplineHandler, correct, hr, { ladder: undefined }).refused('proceeding.no-ladder', ['track']);
    given(entered)
      .when(CorrectPriorDisciplineHandler, { ...correct, rung: 'banishment' }, hr, { ladder })
      .refused('proceeding.no-such-rung');
    given(entered)
      .when(CorrectPriorDisciplineHandler, { ...correct, imposedOn: today }, hr, { ladder })
      .refused('history.not-before');
  });
});

describe('an entry from paper of the wrong person', () => {
  const kim = id('kim');
  const move = { ...paperFields, ...entry, to: kim, correction: 'A namesake.', authority: 'City Attorney' } as const;
  const moved = PriorDisciplineMoved({
    on: today,
    was: sam,
    person: kim,
    paper,
    reasons: seal('A namesake.'),
    authority: 'City Attorney',
  });
  const known = { known: true, ladder };
  it('is void there, and stands in the right one’s history as the paper reads for them', () => {
    given(entered).when(MovePriorDisciplineHandler, move, hr, known).then(moved);
    const state = fold(priors, stored([entered, moved]));
    expect(countable(state, sam, today)).toBeUndefined();
    expect(countable(state, kim, today)).toEqual(written);
    const rebutted = PriorDisciplineRebutted({ on: today, statement: seal('Not me.') });
    const row = rowsAfter(disciplineHistory, logOf(...[entered, rebutted, moved].map((event) => [`prior-${entryId}`, event] as const))).get(
      entryId,
    );
    expect(row).toMatchObject({ person: kim, corrected: true, status: 'final', rebuttals: '[]' });
  });
  it('is shown in no past of the wrong one’s', async () => {
    const log = logOf([`prior-${entryId}`, entered], [`prior-${entryId}`, moved]);
    const rows = rowsAfter(disciplineHistory, log);
    expect([...rows.values()].map(({ person }) => person)).toEqual([kim]);
    const known = [sam, kim].map((who): [string, NewEvent] => [
      `person-${who}`,
      PersonEntered({ name: seal('N.'), title: null, department: null, track: 'permanent', from: '2020-01-01' }),
    ]);
    const all = logOf(...known, [`prior-${entryId}`, entered], [`prior-${entryId}`, moved]);
    const lookAt = async (personId: string, position?: number) => {
      const then = {
        ...GetDisciplineHistoryHandler,
        query: GetDisciplineHistory,
        run: async (query: never, state: never, reads: QueryReads, refuse: never) =>
          GetDisciplineHistoryHandler.run(query, state, position ? await reads.at(position) : reads, refuse),
      };
      return (await ask(then as never, { personId, purpose: 'promotion-review' }, hr, all)) as DisciplineHistory;
    };
    for (const position of [3, undefined]) expect((await lookAt(sam, position)).final).toEqual([]);
    expect((await lookAt(kim)).final).toMatchObject([{ entryId, corrected: true, fromPaper: true }]);
    expect((await lookAt(kim, 3)).final).toEqual([]);
  });
  it('is HR’s to move, and nobody’s from or to their own history', () => {
    given(entered).when(MovePriorDisciplineHandler, move, manager, known).refused('access.not-permitted');
    for (const who of [sam, kim])
      given(entered).when(MovePriorDisciplineHandler, move, caller(who, 'HR'), known).refused('access.not-permitted');
    given(entered)
      .when(MovePriorDisciplineHandler, { ...move, personId: id('lee') }, hr, known)
      .refused('resource.not-found');
    given(entered, gone).when(MovePriorDisciplineHandler, move, hr, known).refused('history.gone');
    given(entered)
      .when(MovePriorDisciplineHandler, { ...move, to: sam }, hr, known)
      .refused('history.unchanged', ['to']);
    given(entered)
      .when(MovePriorDisciplineHandler, move, hr, { ...known, known: false })
      .refused('history.unknown-person', ['to']);
  });
  it('is refused without a ladder or its rung, and for what is not from before', () => {
    given(entered)
      .when(MovePriorDisciplineHandler, move, hr, { ...known, ladder: undefined })
      .refused('proceeding.no-ladder', ['track']);
    given(entered)
      .when(MovePriorDisciplineHandler, { ...move, rung: 'banishment' }, hr, known)
      .refused('proceeding.no-such-rung');
    given(entered)
      .when(MovePriorDisciplineHandler, { ...move, imposedOn: today }, hr, known)
      .refused('history.not-before');
  });
});

describe('taking back, expunging and rebutting an entry from paper', () => {
  const takeBack = { ...entry, reasons: 'Twice.' };
  const order_ = { ...entry, orderedBy: 'settlement', orderedOn: '2026-02-28', order } as const;
  const rebut = { ...entry, statement: 'Never told.' };
  it('takes back what was entered by mistake', () => {
    given(entered).when(WithdrawPriorDisciplineHandler, takeBack, hr).then(gone);
    given(entered)
      .when(WithdrawPriorDisciplineHandler, { ...wrongPerson, reasons: 'R.' }, hr)
      .refused('resource.not-found');
    given(entered).when(WithdrawPriorDisciplineHandler, takeBack, caller(sam, 'HR')).refused('access.not-permitted');
    given(entered, gone).when(WithdrawPriorDisciplineHandler, takeBack, hr).refused('history.gone');
  });
  it('expunges on an order', () => {
    for (const who of [hr, attorney])
      given(entered)
        .when(ExpungePriorDisciplineHandler, order_, who)
        .then(PriorDisciplineExpunged({ on: today, orderedBy: 'settlement', orderedOn: '2026-02-28', order: seal(order) }));
    given(entered)
      .when(ExpungePriorDisciplineHandler, { ...order_, personId: id('kim') }, hr)
      .refused('resource.not-found');
    given(entered).when(ExpungePriorDisciplineHandler, order_, caller(sam, 'HR')).refused('access.not-permitted');
    given(entered, gone).when(ExpungePriorDisciplineHandler, order_, hr).refused('history.gone');
    given(entered)
      .when(ExpungePriorDisciplineHandler, { ...order_, orderedOn: '2026-03-03' }, hr)
      .refused('proceeding.day-in-future', ['orderedOn']);
  });
  it('takes the person’s own statement beside it', () => {
    for (const who of [subject, hr])
      given(entered)
        .when(RebutPriorDisciplineHandler, rebut, who)
        .then(PriorDisciplineRebutted({ on: today, statement: seal('Never told.') }));
    given(entered).when(RebutPriorDisciplineHandler, rebut, stranger).refused('access.not-permitted');
    given(entered)
      .when(RebutPriorDisciplineHandler, { ...wrongPerson, statement: 'S.' }, hr)
      .refused('resource.not-found');
    given(entered, gone).when(RebutPriorDisciplineHandler, rebut, subject).refused('history.gone');
  });
});
