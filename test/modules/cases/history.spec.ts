import { AddRebuttalHandler } from '../../../src/modules/cases/add-rebuttal.js';
import { cases } from '../../../src/modules/cases/case.js';
import { clauseCitation } from '../../../src/modules/cases/clause-citation.view.js';
import { CorrectDisciplineHandler } from '../../../src/modules/cases/correct-discipline.js';
import { countable } from '../../../src/modules/cases/discipline-guards.js';
import { disciplineHistory } from '../../../src/modules/cases/discipline-history.view.js';
import { ExpungeDisciplineHandler } from '../../../src/modules/cases/expunge-discipline.js';
import { type DisciplineHistory, GetDisciplineHistoryHandler } from '../../../src/modules/cases/get-discipline-history.js';
import { GetProceedingHandler, type ProceedingInFull } from '../../../src/modules/cases/get-proceeding.js';
import { HoldLifted, HoldPlaced } from '../../../src/modules/cases/measures.js';
import { PriorDisciplineCorrected, PriorDisciplineExpunged, PriorDisciplineRebutted } from '../../../src/modules/cases/prior-discipline.js';
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
import { PersonEntered } from '../../../src/modules/directory/person.js';
import { policies, policyId } from '../../../src/modules/policy/policy.js';
import type { Caller } from '../../../src/platform/access/access.js';
import { fold } from '../../../src/platform/commands/stream.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, stored, today } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { factsOf, framed as framedCase, opened, settled as settledCase, underInvestigation, version } from './a-case.js';
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
import { entered, entryId, gone, paper } from './paper.js';
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
