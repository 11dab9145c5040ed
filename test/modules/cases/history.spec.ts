import { AddRebuttalHandler } from '../../../src/modules/cases/add-rebuttal.js';
import { cases } from '../../../src/modules/cases/case.js';
import { clauseCitation } from '../../../src/modules/cases/clause-citation.view.js';
import { CorrectDisciplineHandler } from '../../../src/modules/cases/correct-discipline.js';
import { CorrectPriorDisciplineHandler } from '../../../src/modules/cases/correct-prior-discipline.js';
import { countable, gatherDiscipline } from '../../../src/modules/cases/discipline-guards.js';
import { disciplineHistory } from '../../../src/modules/cases/discipline-history.view.js';
import { EnterPriorDisciplineHandler } from '../../../src/modules/cases/enter-prior-discipline.js';
import { ExpungePriorDisciplineHandler } from '../../../src/modules/cases/expunge-prior-discipline.js';
import {
  type DisciplineHistory,
  GetDisciplineHistory,
  GetDisciplineHistoryHandler,
} from '../../../src/modules/cases/get-discipline-history.js';
import { GetProceedingHandler, type ProceedingInFull } from '../../../src/modules/cases/get-proceeding.js';
import { MovePriorDisciplineHandler } from '../../../src/modules/cases/move-prior-discipline.js';
import {
  PriorDisciplineCorrected,
  PriorDisciplineEntered,
  PriorDisciplineExpunged,
  PriorDisciplineMoved,
  PriorDisciplineRebutted,
  PriorDisciplineWithdrawn,
  priors,
} from '../../../src/modules/cases/prior-discipline.js';
import {
  ChargeCorrected,
  DisciplineCorrected,
  DisciplineExpunged,
  DisciplineReduced,
  GrievanceCopyGiven,
  GrievanceCopyOwed,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
  RebuttalAdded,
} from '../../../src/modules/cases/proceeding.js';
import { courseIn } from '../../../src/modules/cases/proceeding-course.js';
import { RebutPriorDisciplineHandler } from '../../../src/modules/cases/rebut-prior-discipline.js';
import { WithdrawPriorDisciplineHandler } from '../../../src/modules/cases/withdraw-prior-discipline.js';
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { policies, policyId } from '../../../src/modules/policy/policy.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { fold } from '../../../src/platform/commands/stream.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import type { QueryReads } from '../../../src/platform/views/read.js';
import { caller, given, now, stored, today } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { framed as framedCase, opened, settled as settledCase, version } from './a-case.js';
import {
  decidedStep,
  exhausted,
  filed,
  finalToday,
  granted,
  grieved,
  imposedOral,
  imposedSuspension,
  modified,
  withdrawn,
} from './grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  communications,
  final,
  hr,
  id,
  imposed,
  ladder,
  manager,
  named,
  noAction,
  noticedSuspension,
  ofSam,
  oral,
  post,
  proposed,
  readsOf,
  recused,
  sam,
  stateOf,
  stranger,
  subject,
  sustained,
  walled,
  written,
} from './proceedings.js';

const one = { proceedingId: ofSam };
const finalOral = [...imposedOral, final];
const order = 'Award 12, item 3.';
const _expunge = { ...one, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order } as const;
const expunged = DisciplineExpunged({ caseId, on: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: seal(order) });

describe('correcting what was written down of discipline', () => {
  const correct = { ...one, effectiveOn: '2026-02-18', reasons: 'The letter says so.', authority: 'City Manager' } as const;
  const by = { caseId, on: today, reasons: seal('The letter says so.'), authority: 'City Manager' } as const;
  const corrected = DisciplineCorrected({ ...by, effectiveOn: '2026-02-18', countsUntil: '2028-02-18' });
  const policy = fold(
    policies,
    stored([version('5716', '2015-04-20', ['STD-4', 'STD-5']), version('6000', '2026-03-01', ['STD-5', 'STD-6'])]),
  );
  const matter = fold(cases, stored([opened(), settledCase, framedCase(sam, post)]));
  const charge = { allegationId: post, clause: 'STD-5', policyVersion: '5716' };
  const named = ChargeCorrected({ ...by, ...charge, was: { clause: 'STD-4', policyVersion: '5716' } });
  const facts = { ...apart, policy, matter };
  const { effectiveOn: _, ...noDay } = correct;

  it('is HR’s, of the day on whoever’s authority, and moves until when it counts', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, facts)
      .then(corrected);
    expect(stateOf(...finalOral, corrected)).toMatchObject({ discipline: { imposedOn: '2026-02-18', countsUntil: '2028-02-18' } });
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, manager, facts)
      .refused('access.not-permitted');
  });
  it('is of the clause too, and of both at once', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...noDay, charges: [charge] }, hr, facts)
      .then(named);
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...correct, charges: [charge] }, hr, facts)
      .then(corrected, named);
    expect(stateOf(...finalOral, named)).toMatchObject({ allegations: [{ clause: 'STD-5', policyVersion: '5716' }] });
  });
  it('names a clause of a version that was in force when it was done', () => {
    const asked = (change: Partial<typeof charge>, of: typeof facts = facts) =>
      given(...finalOral).when(CorrectDisciplineHandler, { ...noDay, charges: [{ ...charge, ...change }] }, hr, of);
    asked({ clause: 'STD-6' }).refused('history.no-such-clause');
    asked({ policyVersion: '1' }).refused('history.no-such-clause');
    asked({ policyVersion: '6000' }).refused('history.version-not-then');
    asked(
      { policyVersion: '6000' },
      { ...facts, matter: fold(cases, stored([opened(), settledCase, framedCase(sam, post, null)])) },
    ).events();
    asked({ allegationId: id('other') }).refused('history.no-such-charge');
    asked({ clause: 'STD-4' }).refused('history.unchanged');
  });
  it('is refused where nothing changes, before the proceeding, and where nothing stands', () => {
    for (const change of [{ ...correct, effectiveOn: '2026-02-20' }, noDay, { ...noDay, charges: [] }])
      given(...finalOral)
        .when(CorrectDisciplineHandler, change, hr, facts)
        .refused('history.unchanged');
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...correct, effectiveOn: '2026-02-01' }, hr, facts)
      .refused('proceeding.day-too-early');
    for (const past of [sustained, [...grieved, granted], [...finalOral, expunged]])
      given(...past)
        .when(CorrectDisciplineHandler, correct, hr, facts)
        .refused('proceeding.nothing-imposed');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, { ...facts, ...recused })
      .refused('access.not-permitted');
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, { ...facts, ...walled })
      .refused('resource.not-found');
  });
  it('gathers the case and the policy', async () => {
    const log = [
      ...stored([version('5716', '2015-04-20')], `policy-${policyId}`),
      ...stored([opened(), settledCase, framedCase(sam, post)], `case-${caseId}`),
    ];
    const { gather, command } = CorrectDisciplineHandler;
    const gathered = await gather?.(Object.assign(new command(), correct), stateOf(...finalOral) as never, readsOf(log, hr));
    expect(gathered).toMatchObject({ standing: 'apart', policy: { status: 'adopted' }, matter: { status: 'triage' } });
  });
  it('stands in the history with a mark, and in the proceeding with its authority', () => {
    const rows = rowsAfter(disciplineHistory, logOf(...[...finalOral, named].map((event) => [`proceeding-${ofSam}`, event] as const)));
    const row = rows.get(ofSam)!;
    expect(row).toMatchObject({ corrected: true, rung: 'oral-warning' });
    expect(JSON.parse(row.charges)).toEqual([
      { allegationId: post, clause: 'STD-5', policyVersion: '5716', sustained: true, corrected: true },
    ]);
    const course = courseIn(
      stored([...finalOral, named, corrected]),
      stateOf(...finalOral, named, corrected),
      { subject: false, discipline: true, counsel: true },
      now,
    );
    expect(course.corrections).toMatchObject([
      { effectiveOn: '2026-02-18', clause: null, authority: 'City Manager' },
      { effectiveOn: null, clause: 'STD-5', authority: 'City Manager' },
    ]);
  });
  it('makes the case cite the right clause', () => {
    const rows = rowsAfter(clauseCitation, logOf([`case-${caseId}`, framedCase(sam, post)], [`proceeding-${ofSam}`, named]));
    expect(rows.get(post)).toMatchObject({ clause: 'STD-5', policyVersion: '5716' });
  });
});

describe('rebutting an entry', () => {
  const rebut = { ...one, statement: 'I was on leave.' };
  const rebutted = RebuttalAdded({ caseId, on: today, statement: seal('I was on leave.') });
  it('is the subject’s own, or entered by HR for them', () => {
    for (const past of [imposedOral, finalOral, [...sustained, noAction]])
      for (const who of [subject, hr])
        given(...past)
          .when(AddRebuttalHandler, rebut, who, apart)
          .then(rebutted);
    given(...finalOral)
      .when(AddRebuttalHandler, rebut, manager, apart)
      .refused('access.not-permitted');
  });
  it('is refused where no entry stands', () => {
    for (const past of [noticedSuspension, [...finalOral, expunged]])
      given(...past)
        .when(AddRebuttalHandler, rebut, subject, apart)
        .refused('history.nothing-to-rebut');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...finalOral)
      .when(AddRebuttalHandler, rebut, hr, recused)
      .refused('access.not-permitted');
    given(...finalOral)
      .when(AddRebuttalHandler, rebut, hr, walled)
      .refused('resource.not-found');
  });
});

const paperFields = {
  personId: sam,
  track: 'permanent',
  rung: 'written-warning',
  imposedOn: '2024-11-05',
  rule: 'Handbook 12.3',
  reasons: 'A post.',
  source: 'Cabinet 4, folder 17',
} as const;
const paper = {
  track: 'permanent' as const,
  rung: written,
  imposedOn: '2024-11-05',
  countsUntil: '2026-11-05',
  rule: 'Handbook 12.3',
  reasons: seal('A post.'),
  source: seal('Cabinet 4, folder 17'),
};
const entered = PriorDisciplineEntered({ person: sam, on: today, paper });
const entryId = id('entry');
const entry = { personId: sam, entryId };
const wrongPerson = { ...entry, personId: id('kim') };
const gone = PriorDisciplineWithdrawn({ on: today, reasons: seal('Twice.') });

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
      .refused('history.unknown-person');
    given()
      .when(EnterPriorDisciplineHandler, paperFields, hr, { ...known, ladder: undefined })
      .refused('proceeding.no-ladder');
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
    const { earlier } = await gatherDiscipline([entryId], stateOf(...sustained), readsOf(stored([entered], `prior-${entryId}`), manager));
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
    given(entered).when(CorrectPriorDisciplineHandler, correct, hr, { ladder: undefined }).refused('proceeding.no-ladder');
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
    const lookAt = async (personId: string, asOf?: string) => {
      const then = {
        ...GetDisciplineHistoryHandler,
        query: GetDisciplineHistory,
        run: async (query: never, state: never, reads: QueryReads, refuse: never) =>
          GetDisciplineHistoryHandler.run(query, state, { revision: 0, ...(asOf ? await reads.at(asOf) : reads) } as never, refuse),
      };
      return (await ask(then as never, { personId, purpose: 'promotion-review' }, hr, all)) as DisciplineHistory;
    };
    for (const asOf of ['@3', undefined]) expect((await lookAt(sam, asOf)).final).toEqual([]);
    expect((await lookAt(kim)).final).toMatchObject([{ entryId, corrected: true, fromPaper: true }]);
    expect((await lookAt(kim, '@3')).final).toEqual([]);
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
      .refused('history.unchanged');
    given(entered)
      .when(MovePriorDisciplineHandler, move, hr, { ...known, known: false })
      .refused('history.unknown-person');
  });
  it('is refused without a ladder or its rung, and for what is not from before', () => {
    given(entered)
      .when(MovePriorDisciplineHandler, move, hr, { ...known, ladder: undefined })
      .refused('proceeding.no-ladder');
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
      .refused('proceeding.day-in-future');
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

describe('the history', () => {
  type Entries = readonly (readonly [stream: string, event: NewEvent])[];
  const steps = (...events: NewEvent[]): Entries => events.map((event) => [`proceeding-${ofSam}`, event] as const);
  const prior = (...events: NewEvent[]): Entries => events.map((event) => [`prior-${entryId}`, event] as const);
  const row = (...events: NewEvent[]) => rowsAfter(disciplineHistory, logOf(...steps(...events))).get(ofSam)!;
  const priorRow = (...events: NewEvent[]) => rowsAfter(disciplineHistory, logOf(...prior(...events))).get(entryId)!;
  const person: Entries[number] = [
    `person-${sam}`,
    PersonEntered({ name: seal('Sam'), title: null, department: null, track: 'permanent', from: '2020-01-01' }),
  ];
  const look = (who: Caller, ...entries: Entries) =>
    ask(
      GetDisciplineHistoryHandler,
      { personId: sam, purpose: who === subject ? 'own-record' : 'promotion-review' },
      who,
      logOf(person, ...entries),
    ) as Promise<DisciplineHistory>;
  const separated = ProceedingSeparated({ caseId, on: '2026-02-20', reason: 'resigned', note: null });
  const resumed = ProceedingResumed({
    caseId,
    on: today,
    reasons: seal('R.'),
    answers: [],
    respondBy: null,
    respondUntil: null,
    grievableUntil: '2026-03-20T06:00:00.000Z',
    decideBy: null,
    advanceUntil: null,
  });

  it('follows a grievance to what came of it', () => {
    expect(row(...grieved)).toMatchObject({ status: 'grieved', grievance: null, rung: 'suspension' });
    expect(row(...grieved, decidedStep())).toMatchObject({ status: 'grieved', grievance: 'denied' });
    expect(row(...grieved, granted, finalToday)).toMatchObject({ status: 'reversed', grievance: 'granted', finalOn: today });
    expect(row(...grieved, modified, exhausted, finalToday)).toMatchObject({
      status: 'final',
      grievance: 'modified',
      rung: 'written-warning',
      reducedFrom: 'suspension',
      countsUntil: '2028-02-20',
    });
    expect(row(...grieved, withdrawn, finalToday)).toMatchObject({ status: 'final', grievance: 'withdrawn' });
    expect(row(...grieved, decidedStep(), exhausted, finalToday)).toMatchObject({ status: 'final', grievance: 'exhausted' });
  });
  it('has a reduction, a hold, a departure with its reason, a settlement and a correction', () => {
    const reduced = DisciplineReduced({
      caseId,
      on: today,
      rung: written,
      reducedFrom: 'suspension',
      reasons: seal('R.'),
      act: null,
      countsUntil: null,
    });
    expect(row(...imposedSuspension, reduced)).toMatchObject({ status: 'imposed', rung: 'written-warning', reducedFrom: 'suspension' });
    const held = ProceedingHeld({ caseId, on: today, reasons: seal('R.'), withCase: false });
    expect(row(...imposedOral, held)).toMatchObject({ status: 'imposed', held: true });
    expect(row(...imposedOral, held, resumed)).toMatchObject({ held: false, grievableUntil: '2026-03-20T06:00:00.000Z' });
    expect(row(...sustained, separated)).toMatchObject({ status: 'separated', separation: 'resigned', finalOn: '2026-02-20' });
    expect(row(...sustained, separated, resumed)).toMatchObject({ status: 'open', separation: null });
    const settled = ProceedingSettled({ caseId, on: today, terms: seal('T.'), approvedBy: 'City Manager', act: null });
    expect(row(...sustained, settled)).toMatchObject({ status: 'settled', finalOn: today });
    const corrected = DisciplineCorrected({
      caseId,
      on: today,
      effectiveOn: '2026-02-18',
      countsUntil: null,
      reasons: seal('R.'),
      authority: null,
    });
    expect(row(...finalOral, corrected)).toMatchObject({ imposedOn: '2026-02-18', countsUntil: null, corrected: true });
  });
  it('has entries from paper, as corrected', () => {
    expect(priorRow(entered)).toMatchObject({ status: 'final', fromPaper: true, rung: 'written-warning', caseId: null, corrected: false });
    const corrected = PriorDisciplineCorrected({ on: today, paper: { ...paper, rung: oral }, reasons: seal('R.'), authority: 'HR' });
    expect(priorRow(entered, corrected)).toMatchObject({ person: sam, rung: 'oral-warning', corrected: true });
    expect(priorRow(entered, gone).status).toBe('withdrawn');
  });

  it('shows what is from paper, marked as such, and the person’s own statements beside the entries', async () => {
    const log = [
      ...steps(...finalOral, RebuttalAdded({ caseId, on: today, statement: seal('I was on leave.') })),
      ...prior(entered, PriorDisciplineRebutted({ on: today, statement: seal('Never told.') })),
    ];
    for (const who of [hr, subject]) {
      const { final: entries } = await look(who, ...log);
      expect(entries).toMatchObject([
        { entryId, proceedingId: null, fromPaper: true, counts: true, rule: 'Handbook 12.3', rebuttals: [{ on: today }] },
        { entryId: null, proceedingId: ofSam, fromPaper: false, rebuttals: [{ statement: 'sealed.v1.spec.I was on leave.' }] },
      ]);
    }
  });
  it('keeps what is grieved open, and what was reversed, settled or ended by a departure apart from what stands', async () => {
    expect((await look(hr, ...steps(...grieved))).open).toMatchObject([{ status: 'grieved', counts: false }]);
    expect((await look(hr, ...steps(...grieved, granted, finalToday))).withoutDiscipline).toMatchObject([
      { status: 'reversed', counts: false },
    ]);
    expect((await look(hr, ...steps(...sustained, separated))).withoutDiscipline).toMatchObject([{ separation: 'resigned' }]);
  });
  it('shows nothing of what was expunged, and the order to HR, the City Attorney and the Auditor alone', async () => {
    const log = [
      ...steps(...finalOral, expunged),
      ...prior(entered, PriorDisciplineExpunged({ on: today, orderedBy: 'court', orderedOn: '2026-02-01', order: seal('O.') })),
    ];
    for (const who of [hr, attorney, auditor, manager, subject]) {
      const answer = await look(who, ...log);
      expect([answer.final, answer.open, answer.withoutDiscipline]).toEqual([[], [], []]);
      if ([manager, subject].includes(who)) expect(answer.expunged).toBeNull();
      else
        expect(answer.expunged).toEqual([
          { id: ofSam, carriedOutOn: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: `sealed.v1.spec.${order}` },
          { id: entryId, carriedOutOn: today, orderedBy: 'court', orderedOn: '2026-02-01', order: 'sealed.v1.spec.O.' },
        ]);
    }
  });
  it('shows nothing of what was withdrawn as a mistake', async () => {
    const { final: entries, expunged: orders } = await look(hr, ...prior(entered, gone));
    expect([entries, orders]).toEqual([[], []]);
  });
});

describe('the proceeding in full', () => {
  const get = (who: Caller, ...events: NewEvent[]) =>
    ask(
      GetProceedingHandler,
      { proceedingId: ofSam },
      who,
      logOf(...events.map((event) => [`proceeding-${ofSam}`, event] as const)),
    ) as Promise<ProceedingInFull>;
  const owed = GrievanceCopyOwed({ caseId, dueAt: '2026-03-01T07:00:00.000Z' });

  it('shows the grievance, step by step, to the subject and to whoever hears it', async () => {
    for (const who of [subject, hr, manager]) {
      const { status, course, waitsOn } = await get(who, ...grieved, decidedStep());
      expect(status).toBe('grievance-answered');
      expect(waitsOn).toEqual({ on: 'subject', for: 'grievance', until: '2026-03-12' });
      expect(course.grievance).toMatchObject({
        filedOn: today,
        steps: [{ index: 0, name: 'Human Resources', hears: 'HR', decision: { outcome: 'denied' } }],
        withdrawnOn: null,
        exhaustedOn: null,
      });
      expect(course.standing).toMatchObject({ rung: 'suspension' });
    }
    expect((await get(hr, ...grieved)).waitsOn).toEqual({ on: 'HR', for: 'decision', until: '2026-03-16' });
    expect((await get(hr, ...grieved, granted, finalToday)).course.standing).toBeNull();
  });
  it('shows nothing of it to who is shown no discipline', async () => {
    const { course } = await get(communications, ...grieved, decidedStep());
    expect([course.grievance, course.standing, course.reductions]).toEqual([null, null, []]);
  });
  it('shows a copy that was not given in time as overdue', async () => {
    expect((await get(hr, ...imposedSuspension, owed)).course.grievanceCopy).toMatchObject({ givenOn: null, overdue: true });
    const late = GrievanceCopyOwed({ caseId, dueAt: '2026-03-17T06:00:00.000Z' });
    const given_ = GrievanceCopyGiven({ caseId, on: today, service: 'in-person' });
    expect((await get(hr, ...imposedSuspension, late, given_)).course.grievanceCopy).toMatchObject({ givenOn: today, overdue: false });
  });
  it('shows why it is held to all but the subject, and the terms of a settlement to them and their counterparts', async () => {
    const held = ProceedingHeld({ caseId, on: today, reasons: seal('A criminal investigation.'), withCase: false });
    expect((await get(hr, ...sustained, held)).course.holds).toMatchObject([{ reasons: expect.stringContaining('criminal') }]);
    expect((await get(subject, ...sustained, held)).course.holds).toEqual([{ from: today, reasons: null, resumedOn: null }]);
    expect((await get(manager, ...sustained, held)).waitsOn).toMatchObject({ on: 'City Manager', for: 'resumption' });
    const settled = ProceedingSettled({ caseId, on: today, terms: seal('T.'), approvedBy: 'City Manager', act: null });
    for (const [who, terms] of [
      [subject, 'sealed.v1.spec.T.'],
      [hr, 'sealed.v1.spec.T.'],
      [auditor, null],
    ] as const)
      expect((await get(who, ...sustained, settled)).course.settlement).toMatchObject({ terms, approvedBy: 'City Manager' });
  });
  it('does not exist, once expunged, but for its subject and who keeps the orders', async () => {
    expect((await get(hr, ...finalOral, expunged)).course.expungement).toMatchObject({ orderedBy: 'arbitrator' });
    expect((await get(subject, ...finalOral, expunged)).course.expungement).toBeNull();
    await expect(get(manager, ...finalOral, expunged)).rejects.toThrow('resource.not-found');
  });
  it('shows a grievance of the past as it stood', async () =>
    expect((await get(hr, ...named)).course).toMatchObject({ grievance: null, standing: null, holds: [] }));
});

it('what is proposed again after all is shown', () =>
  expect(stateOf(...sustained, proposed(oral), imposed(oral), filed()).status).toBe('grieved'));
