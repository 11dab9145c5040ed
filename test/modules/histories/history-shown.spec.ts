import { PersonEntered } from '../../../src/modules/directory/person.js';
import { GetProceedingHandler, type ProceedingInFull } from '../../../src/modules/discipline/get-proceeding.js';
import { disciplineHistory } from '../../../src/modules/histories/discipline-history.view.js';
import { type DisciplineHistory, GetDisciplineHistoryHandler } from '../../../src/modules/histories/get-discipline-history.js';
import {
  PriorDisciplineCorrected,
  PriorDisciplineExpunged,
  PriorDisciplineRebutted,
} from '../../../src/modules/histories/prior-discipline.js';
import {
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
} from '../../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { today } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';
import { opened } from '../../kit/stories/a-case.js';
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
} from '../../kit/stories/grievances.js';
import { entered, entryId, gone, paper } from '../../kit/stories/paper.js';
import {
  attorney,
  auditor,
  caseId,
  communications,
  final,
  hr,
  imposed,
  manager,
  named,
  ofSam,
  oral,
  proposed,
  sam,
  stateOf,
  subject,
  sustained,
  written,
} from '../../kit/stories/proceedings.js';

const finalOral = [...imposedOral, final];
const order = 'Award 12, item 3.';
const expunged = DisciplineExpunged({ caseId, on: today, orderedBy: 'arbitrator', orderedOn: '2026-03-01', order: seal(order) });

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
      logOf([`case-${caseId}`, opened()], ...events.map((event) => [`proceeding-${ofSam}`, event] as const)),
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
