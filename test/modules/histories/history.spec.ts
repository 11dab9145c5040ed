import { cases } from '../../../src/modules/cases/case.js';
import { HoldLifted, HoldPlaced } from '../../../src/modules/cases/case.measures.js';
import { clauseCitation } from '../../../src/modules/cases/clause-citation.view.js';
import { countable } from '../../../src/modules/discipline/discipline-guards.js';
import { courseIn } from '../../../src/modules/discipline/proceeding-details.js';
import { AddRebuttalHandler } from '../../../src/modules/histories/add-rebuttal.js';
import { CorrectDisciplineHandler } from '../../../src/modules/histories/correct-discipline.js';
import { disciplineHistory } from '../../../src/modules/histories/discipline-history.view.js';
import { ExpungeDisciplineHandler } from '../../../src/modules/histories/expunge-discipline.js';
import { policies, policyId } from '../../../src/modules/policy/policy.js';
import { ChargeCorrected, DisciplineCorrected, DisciplineExpunged, RebuttalAdded } from '../../../src/modules/proceedings/proceeding.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, stored, today } from '../../kit/given.js';
import { logOf, rowsAfter } from '../../kit/reads.js';
import { factsOf, framed as framedCase, opened, settled as settledCase, underInvestigation, version } from '../../kit/stories/a-case.js';
import { finalToday, granted, grieved, imposedOral } from '../../kit/stories/grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  final,
  hr,
  id,
  manager,
  noAction,
  noticedSuspension,
  ofSam,
  oral,
  post,
  readsOf,
  recused,
  sam,
  stateOf,
  subject,
  sustained,
  walled,
} from '../../kit/stories/proceedings.js';

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
      .refused('proceeding.day-in-future', ['orderedOn']);
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
    asked({ clause: 'STD-6' }).refused('history.no-such-clause', ['charges.0.clause']);
    asked({ policyVersion: '1' }).refused('history.no-such-clause', ['charges.0.policyVersion']);
    asked({ policyVersion: '6000' }).refused('history.version-not-then', ['charges.0.policyVersion']);
    asked(
      { policyVersion: '6000' },
      { ...facts, matter: fold(cases, stored([opened(), settledCase, framedCase(sam, post, null)])) },
    ).events();
    asked({ allegationId: id('other') }).refused('history.no-such-charge', ['charges.0.allegationId']);
    asked({ clause: 'STD-4' }).refused('history.unchanged', ['charges.0']);
  });
  it('is refused where nothing changes, before the proceeding, and where nothing stands', () => {
    for (const [change, fields] of [
      [{ ...correct, effectiveOn: '2026-02-20' }, ['effectiveOn']],
      [noDay, []],
      [{ ...noDay, charges: [] }, []],
    ] as [object, string[]][])
      given(...finalOral)
        .when(CorrectDisciplineHandler, { ...change }, hr, facts)
        .refused('history.unchanged', fields);
    given(...finalOral)
      .when(CorrectDisciplineHandler, { ...correct, effectiveOn: '2026-02-01' }, hr, facts)
      .refused('proceeding.day-too-early', ['effectiveOn']);
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
    expect(gathered).toMatchObject({ policy: { status: 'adopted' }, matter: { status: 'triage' } });
  });
  it('stands in the history with a mark, and in the proceeding with its authority', () => {
    const rows = rowsAfter(disciplineHistory, logOf(...[...finalOral, named].map((event) => [`proceeding-${ofSam}`, event] as const)));
    const row = rows.get(ofSam)!;
    expect(row).toMatchObject({ corrected: true, rung: 'oral-warning' });
    expect(JSON.parse(row.charges)).toEqual([
      { allegationId: post, clause: 'STD-5', policyVersion: '5716', sustained: true, corrected: true },
    ]);
    const course = courseIn(stored([...finalOral, named, corrected]), stateOf(...finalOral, named, corrected), now);
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
