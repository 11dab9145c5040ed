import { AddRebuttalHandler } from '../../../src/modules/cases/add-rebuttal.js';
import { CorrectDisciplineHandler } from '../../../src/modules/cases/correct-discipline.js';
import { CorrectPriorDisciplineHandler } from '../../../src/modules/cases/correct-prior-discipline.js';
import { countable, gatherDiscipline } from '../../../src/modules/cases/discipline-guards.js';
import { EnterPriorDisciplineHandler } from '../../../src/modules/cases/enter-prior-discipline.js';
import { ExpungeDisciplineHandler } from '../../../src/modules/cases/expunge-discipline.js';
import { ExpungePriorDisciplineHandler } from '../../../src/modules/cases/expunge-prior-discipline.js';
import { HoldLifted, HoldPlaced } from '../../../src/modules/cases/measures.js';
import {
  PriorDisciplineCorrected,
  PriorDisciplineEntered,
  PriorDisciplineExpunged,
  PriorDisciplineRebutted,
  PriorDisciplineWithdrawn,
  priors,
} from '../../../src/modules/cases/prior-discipline.js';
import { DisciplineCorrected, DisciplineExpunged, RebuttalAdded } from '../../../src/modules/cases/proceeding.js';
import { RebutPriorDisciplineHandler } from '../../../src/modules/cases/rebut-prior-discipline.js';
import { WithdrawPriorDisciplineHandler } from '../../../src/modules/cases/withdraw-prior-discipline.js';
import { fold } from '../../../src/platform/commands/stream.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, stored, today } from '../../kit/given.js';
import { factsOf, underInvestigation } from './a-case.js';
import { finalToday, granted, grieved, imposedOral } from './grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  final,
  hr,
  id,
  ladder,
  manager,
  noAction,
  noticedSuspension,
  ofSam,
  oral,
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
const expunge = { ...one, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order } as const;
const expunged = DisciplineExpunged({ caseId, on: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: seal(order) });

describe('expunging discipline', () => {
  it('is HR’s or the City Attorney’s, on an order that stays on record', () => {
    for (const who of [hr, attorney])
      for (const past of [finalOral, [...sustained, noAction], [...grieved, granted, finalToday]])
        given(...past)
          .when(ExpungeDisciplineHandler, expunge, who, apart)
          .then(expunged);
    for (const who of [manager, auditor, subject])
      given(...finalOral)
        .when(ExpungeDisciplineHandler, expunge, who, apart)
        .refused('access.not-permitted');
  });
  it('is refused before it is over, twice, and on an order to come', () => {
    given(...imposedOral)
      .when(ExpungeDisciplineHandler, expunge, hr, apart)
      .refused('proceeding.not-over');
    given(...finalOral, expunged)
      .when(ExpungeDisciplineHandler, expunge, hr, apart)
      .refused('history.expunged');
    given(...finalOral)
      .when(ExpungeDisciplineHandler, { ...expunge, orderedOn: '2026-03-03' }, hr, apart)
      .refused('proceeding.day-in-future');
  });
  it('waits while a legal hold stands on the case', async () => {
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, { ...apart, held: true })
      .refused('history.under-hold');
    const holdId = id('hold');
    const placed = HoldPlaced({ holdId, reasons: seal('A claim.') });
    const log = (...events: NewEvent[]) => [
      ...finalOral.map((event) => [`proceeding-${ofSam}`, event] as const),
      ...[...underInvestigation, ...events].map((event) => [`case-${caseId}`, event] as const),
    ];
    expect(await factsOf(ExpungeDisciplineHandler, expunge, hr, ...log(placed))).toMatchObject({ held: true });
    const lifted = HoldLifted({ holdId, reasons: seal('Settled.') });
    expect(await factsOf(ExpungeDisciplineHandler, expunge, hr, ...log(placed, lifted))).not.toHaveProperty('held');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, recused)
      .refused('access.not-permitted');
    given(...finalOral)
      .when(ExpungeDisciplineHandler, expunge, hr, walled)
      .refused('resource.not-found');
  });
  it('makes it count no longer', () => {
    expect(countable(stateOf(...finalOral), sam, today)).toEqual(oral);
    expect(countable(stateOf(...finalOral, expunged), sam, today)).toBeUndefined();
  });
});

describe('correcting the day of discipline', () => {
  const correct = { ...one, effectiveOn: '2026-02-18', reasons: 'The letter says so.' };
  const corrected = DisciplineCorrected({
    caseId,
    on: today,
    effectiveOn: '2026-02-18',
    countsUntil: '2028-02-18',
    reasons: seal('The letter says so.'),
  });
  it('is HR’s, and moves until when it counts', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, apart)
      .then(corrected);
    expect(stateOf(...finalOral, corrected)).toMatchObject({ discipline: { imposedOn: '2026-02-18', countsUntil: '2028-02-18' } });
  });
  it('is refused where nothing changes, before the proceeding, and where nothing stands', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...correct, effectiveOn: '2026-02-20' }, hr, apart)
      .refused('history.unchanged');
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...correct, effectiveOn: '2026-02-01' }, hr, apart)
      .refused('proceeding.day-too-early');
    for (const past of [sustained, [...grieved, granted], [...finalOral, expunged]])
      given(...past)
        .when(CorrectDisciplineHandler, correct, hr, apart)
        .refused('proceeding.nothing-imposed');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, recused)
      .refused('access.not-permitted');
    given(...finalOral)
      .when(CorrectDisciplineHandler, correct, hr, walled)
      .refused('resource.not-found');
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
  const correct = { ...paperFields, ...entry, rung: 'oral-warning', correction: 'Read wrong.' };
  it('puts the whole entry anew, with why', () =>
    given(entered)
      .when(CorrectPriorDisciplineHandler, correct, hr, { ladder })
      .then(PriorDisciplineCorrected({ on: today, paper: { ...paper, rung: oral }, reasons: seal('Read wrong.') })));
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
