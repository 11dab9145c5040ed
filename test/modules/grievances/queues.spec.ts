import { WitnessNamed } from '../../../src/modules/cases/case.js';
import { InterimMeasureContinued, InterimMeasureEnded, InterimMeasureOrdered } from '../../../src/modules/cases/case.measures.js';
import { grievanceList, ListGrievancesHandler } from '../../../src/modules/grievances/grievance-list.view.js';
import { interimReviewList, ListInterimReviewsHandler } from '../../../src/modules/measures/interim-review-list.view.js';
import { DisciplineExpunged, ProceedingHeld, ProceedingResumed, ProceedingSettled } from '../../../src/modules/proceedings/proceeding.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now, today } from '../../kit/given.js';
import { type Asked, ask, logOf, rowsAfter } from '../../kit/reads.js';
import { settled as authority, opened } from '../../kit/stories/a-case.js';
import {
  advanced,
  council,
  decidedStep,
  exhausted,
  filed,
  finalToday,
  granted,
  imposedSuspension,
  withdrawn,
} from '../../kit/stories/grievances.js';
import { attorney, auditor, caseId, clerk, communications, hr, manager, ofSam, sam, stranger } from '../../kit/stories/proceedings.js';

const stream = `proceeding-${ofSam}`;
const matter = `case-${caseId}`;
const begun = [opened([sam]), authority].map((event) => [matter, event] as const);
const logged = (...events: NewEvent[]) =>
  logOf(
    ...begun,
    ...[...imposedSuspension, ...events].map(
      (event) => [stream, event, { actor: { person: manager.person, office: 'City Manager' } }] as const,
    ),
  );

describe('grievances', () => {
  const row = (...events: NewEvent[]) => rowsAfter(grievanceList, logged(...events)).get(ofSam);
  const shown = async (who: typeof hr, events: NewEvent[], query: object = {}, asked?: Asked) =>
    ((await ask(ListGrievancesHandler, query, who, logged(...events), asked)) as { items: object[] }).items;
  const resumed = ProceedingResumed({
    caseId,
    on: today,
    reasons: seal('On.'),
    answers: [],
    respondBy: null,
    respondUntil: null,
    grievableUntil: null,
    decideBy: '2026-04-01T06:00:00.000Z',
    advanceUntil: null,
  });
  const heldToday = ProceedingHeld({ caseId, on: today, reasons: seal('Police.'), withCase: false });

  it('have a row from the first step to the last', () => {
    expect(row()).toBeUndefined();
    expect(row(filed())).toEqual({
      caseId,
      open: true,
      waitsFor: 'decision',
      step: 'Human Resources',
      hears: 'HR',
      filedOn: today,
      waitingSince: now,
      dueAt: '2026-03-17T06:00:00.000Z',
      held: false,
    });
    expect(row(filed(), decidedStep())).toMatchObject({ open: true, waitsFor: 'subject', dueAt: '2026-03-13T06:00:00.000Z' });
    expect(row(filed(), decidedStep(), advanced(2))).toMatchObject({ waitsFor: 'decision', hears: 'Council', step: council.name });
    expect(row(filed(), heldToday)).toMatchObject({ open: true, held: true });
    expect(row(filed(), heldToday, resumed)).toMatchObject({ held: false, dueAt: '2026-04-01T06:00:00.000Z' });
    expect(row(filed(), decidedStep(), heldToday, resumed)).toMatchObject({ dueAt: '2026-03-13T06:00:00.000Z' });
  });
  it.each([
    ['granted', granted],
    ['withdrawn', withdrawn],
    ['exhausted', exhausted],
    ['final', finalToday],
    ['settled', ProceedingSettled({ caseId, terms: seal('Agreed.'), approvedBy: 'City Manager', act: null, on: today })],
  ])('are over once %s', (_, event) => expect(row(filed(), event)).toMatchObject({ open: false }));
  it('are gone once expunged', () => {
    const order = DisciplineExpunged({ caseId, on: today, orderedBy: 'court', orderedOn: today, order: seal('Out.') });
    expect(row(filed(), finalToday, order)).toBeUndefined();
  });

  it('are shown to who hears them as theirs, and to the offices that follow all of them', async () => {
    expect(await shown(hr, [filed()])).toEqual([
      {
        proceedingId: ofSam,
        caseId,
        step: 'Human Resources',
        hears: 'HR',
        waitsFor: 'decision',
        waitingSince: now,
        filedOn: today,
        dueAt: '2026-03-17T06:00:00.000Z',
        overdue: false,
        held: false,
        mine: true,
      },
    ]);
    for (const who of [manager, attorney, clerk, auditor]) {
      expect(await shown(who, [filed()])).toMatchObject([{ mine: false }]);
      expect(await shown(who, [filed()], { queue: 'mine' })).toEqual([]);
    }
    for (const who of [communications, stranger, caller(sam, 'HR')]) expect(await shown(who, [filed()])).toEqual([]);
  });
  it('are overdue at a moment after their time, unless held', async () => {
    const late = { moment: '2026-03-18T12:00:00.000Z' };
    expect(await shown(hr, [filed()], {}, late)).toMatchObject([{ overdue: true }]);
    expect(await shown(hr, [filed(), heldToday], {}, late)).toMatchObject([{ overdue: false, held: true }]);
  });
  it('are nobody’s to decide against a decision of their own', async () => {
    expect(await shown(manager, [filed(), decidedStep(), advanced(1)], { queue: 'mine' })).toEqual([]);
    const next = caller(derivedId('spec', 'next manager'), 'City Manager');
    expect(await shown(next, [filed(), decidedStep(), advanced(1)], { queue: 'mine' })).toHaveLength(1);
  });
  it('that an outside body or Council decides wait for who enters that', async () => {
    expect(await shown(clerk, [filed(), decidedStep(), advanced(2)], { queue: 'mine' })).toHaveLength(1);
    expect(await shown(hr, [filed(), decidedStep(), advanced(3)], { queue: 'mine' })).toHaveLength(1);
  });
  it('of hidden cases, and of those in which the caller is a witness, do not exist', async () => {
    expect(await shown(hr, [filed()], {}, { hidden: [matter] })).toEqual([]);
    const log = [...logged(filed()), ...logOf([matter, WitnessNamed({ person: hr.person })])];
    expect(await ask(ListGrievancesHandler, {}, hr, log)).toEqual({ items: [] });
  });
});

describe('reviews of interim measures', () => {
  const measureId = derivedId('spec', 'measure');
  const ordered = InterimMeasureOrdered({
    measureId,
    kind: 'leave-with-pay',
    subject: sam,
    what: seal('Leave.'),
    reasons: seal('Calm.'),
    reviewBy: '2026-03-10',
    reviewAt: '2026-03-11T06:00:00.000Z',
    act: null,
  });
  const continued = InterimMeasureContinued({
    measureId,
    reasons: seal('Still.'),
    reviewBy: '2026-04-10',
    reviewAt: '2026-04-11T06:00:00.000Z',
    act: null,
  });
  const ended = InterimMeasureEnded({ measureId, reasons: seal('Over.'), on: today, act: null });
  const log = (...events: NewEvent[]) => logOf(...begun, ...[ordered, ...events].map((event) => [matter, event] as const));
  const shown = async (who: typeof hr, query: object = {}, asked: Asked = {}, events = log()) =>
    ((await ask(ListInterimReviewsHandler, query, who, events, asked)) as { items: object[] }).items;
  const late = { moment: '2026-03-12T12:00:00.000Z' };

  it('have a row while the measure is in force', () => {
    const row = (...events: NewEvent[]) => rowsAfter(interimReviewList, log(...events)).get(measureId);
    expect(row()).toEqual({ caseId, kind: 'leave-with-pay', reviewBy: '2026-03-10', reviewAt: '2026-03-11T06:00:00.000Z', inForce: true });
    expect(row(continued)).toMatchObject({ reviewBy: '2026-04-10' });
    expect(row(ended)).toBeUndefined();
  });
  it('are shown to who decides the case as theirs, and to those who follow all of them', async () => {
    const item = { measureId, caseId, kind: 'leave-with-pay', reviewBy: '2026-03-10', overdue: false, mine: true };
    expect(await shown(manager)).toEqual([item]);
    for (const who of [hr, attorney, auditor]) expect(await shown(who)).toEqual([{ ...item, mine: false }]);
    for (const who of [communications, clerk, stranger]) expect(await shown(who)).toEqual([]);
  });
  it('are overdue once their day has passed', async () => {
    expect(await shown(manager, { queue: 'overdue' })).toEqual([]);
    expect(await shown(manager, { queue: 'overdue' }, late)).toMatchObject([{ overdue: true }]);
    expect(await shown(manager, { queue: 'overdue' }, late, log(continued))).toEqual([]);
  });
  it('do not exist for a subject or a witness of the case', async () => {
    expect(await shown(caller(sam, 'HR'))).toEqual([]);
    expect(await shown(hr, {}, {}, log(WitnessNamed({ person: hr.person })))).toEqual([]);
  });
});
