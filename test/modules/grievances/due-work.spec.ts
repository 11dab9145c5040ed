import { CaseClosed, DeterminationIssued, InvestigationResumed } from '../../../src/modules/cases/case.js';
import { caseList } from '../../../src/modules/cases/case-list.view.js';
import { closeCase } from '../../../src/modules/cases/close-case.process.js';
import { escalateCase } from '../../../src/modules/cases/escalate-case.process.js';
import { lapseResponse } from '../../../src/modules/discipline/lapse-response.process.js';
import { makeFinal } from '../../../src/modules/discipline/make-final.process.js';
import { recordOutcome } from '../../../src/modules/discipline/record-outcome.process.js';
import { ExhaustGrievance } from '../../../src/modules/grievances/exhaust-grievance.js';
import { exhaustGrievance } from '../../../src/modules/grievances/exhaust-grievance.process.js';
import { FlagGrievanceCopy } from '../../../src/modules/grievances/mark-grievance-copy-overdue.js';
import { flagGrievanceCopy } from '../../../src/modules/grievances/mark-grievance-copy-overdue.process.js';
import { ResumeInvestigation, ResumeInvestigationHandler } from '../../../src/modules/investigations/resume-investigation.js';
import { resumeInvestigation } from '../../../src/modules/investigations/resume-investigation.process.js';
import {
  AllegationsSustained,
  GrievanceCopyGiven,
  GrievanceCopyOverdue,
  GrievanceCopyOwed,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
  proceedingId,
  ReturnedToInvestigation,
} from '../../../src/modules/proceedings/proceeding.js';
import type { DataOf, NewEvent } from '../../../src/platform/events/event.js';
import type { ActingProcess } from '../../../src/platform/processes/process.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, now, today } from '../../kit/given.js';
import { logOf, rowsAfter, workAfter } from '../../kit/reads.js';
import * as matter from '../../kit/stories/a-case.js';
import { advanced, decidedStep, exhausted, filed, granted, withdrawn } from '../../kit/stories/grievances.js';
import { caseId, final, imposed, named, noticed, ofSam, oral, post, sam, suspension, system } from '../../kit/stories/proceedings.js';

type Entries = readonly (readonly [stream: string, event: NewEvent])[];
const due = (process: ActingProcess, ...entries: Entries) =>
  [...workAfter(process, logOf(...entries))]
    .filter(([, row]) => row.dueAt !== null)
    .map(([key, row]) => ({ key, dueAt: row.dueAt, command: process.act(row.data, key) }));
const steps = (...events: NewEvent[]): Entries => events.map((event) => [`proceeding-${ofSam}`, event] as const);
const held = ProceedingHeld({ caseId, on: '2026-02-28', reasons: seal('R.'), withCase: false });
const resumed = (change: Partial<DataOf<typeof ProceedingResumed>> = {}) =>
  ProceedingResumed({
    caseId,
    on: today,
    reasons: seal('R.'),
    answers: [],
    respondBy: null,
    respondUntil: null,
    grievableUntil: null,
    decideBy: null,
    advanceUntil: null,
    ...change,
  });
const separated = ProceedingSeparated({ caseId, on: today, reason: 'resigned', note: null });
const settled = ProceedingSettled({ caseId, on: today, terms: seal('T.'), approvedBy: 'City Manager', act: null });
const returned = ReturnedToInvestigation({ caseId, on: today, because: 'new-evidence', reasons: seal('R.') });
const at = '2026-04-01T06:00:00.000Z';

describe('a time that stands still', () => {
  it('falls due at its new place: the response', () => {
    expect(due(lapseResponse, ...steps(noticed(suspension), held))).toEqual([]);
    expect(due(lapseResponse, ...steps(noticed(suspension), separated))).toEqual([]);
    expect(due(lapseResponse, ...steps(noticed(suspension), held, resumed({ respondUntil: at })))).toMatchObject([{ dueAt: at }]);
    expect(due(lapseResponse, ...steps(noticed(suspension), held, resumed()))).toMatchObject([{ dueAt: '2026-03-07T07:00:00.000Z' }]);
    for (const event of [settled, returned]) expect(due(lapseResponse, ...steps(noticed(suspension), event))).toEqual([]);
  });
  it('falls due at its new place: the time to grieve', () => {
    expect(due(makeFinal, ...steps(imposed(oral), held))).toEqual([]);
    expect(due(makeFinal, ...steps(imposed(oral), held, resumed({ grievableUntil: at })))).toMatchObject([{ dueAt: at }]);
    expect(due(makeFinal, ...steps(imposed(oral), filed()))).toEqual([]);
    expect(due(makeFinal, ...steps(imposed(oral, { grievableUntil: null }), held, resumed()))).toEqual([]);
  });
});

describe('exhausting a grievance', () => {
  const command = Object.assign(new ExhaustGrievance(), { proceedingId: ofSam });
  it('is due when the procedure counts as exhausted', () => {
    expect(due(exhaustGrievance, ...steps(filed()))).toEqual([{ key: ofSam, dueAt: '2026-06-01T06:00:00.000Z', command }]);
    expect(due(exhaustGrievance, ...steps(filed({ exhaustsAt: null })))).toEqual([]);
  });
  it('is due when the time to take it on has run out, unless it was taken on', () => {
    expect(due(exhaustGrievance, ...steps(filed(), decidedStep()))).toMatchObject([{ dueAt: '2026-03-13T06:00:00.000Z' }]);
    expect(due(exhaustGrievance, ...steps(filed(), decidedStep(), advanced(1)))).toMatchObject([{ dueAt: '2026-06-01T06:00:00.000Z' }]);
  });
  it.each([granted, withdrawn, exhausted])('is not due any more after $type', (event) =>
    expect(due(exhaustGrievance, ...steps(filed(), event))).toEqual([]),
  );
  it('stands still while it is held; what law sets does not move', () => {
    for (const event of [held, separated]) expect(due(exhaustGrievance, ...steps(filed(), decidedStep(), event))).toEqual([]);
    expect(due(exhaustGrievance, ...steps(filed(), decidedStep(), held, resumed({ advanceUntil: at })))).toMatchObject([{ dueAt: at }]);
    expect(due(exhaustGrievance, ...steps(filed(), held, resumed()))).toMatchObject([{ dueAt: '2026-06-01T06:00:00.000Z' }]);
  });
});

describe('the copy of the grievance procedure', () => {
  const owed = GrievanceCopyOwed({ caseId, dueAt: at });
  it('is watched until it is given, or found overdue', () => {
    expect(due(flagGrievanceCopy, ...steps(owed))).toEqual([
      { key: ofSam, dueAt: at, command: Object.assign(new FlagGrievanceCopy(), { proceedingId: ofSam }) },
    ]);
    const given_ = GrievanceCopyGiven({ caseId, on: today, service: 'in-person' });
    for (const event of [given_, GrievanceCopyOverdue({ caseId, wasDueAt: at })])
      expect(due(flagGrievanceCopy, ...steps(owed, event))).toEqual([]);
  });
});

describe('a case', () => {
  const { allegationId, sam: who, found, determined, opened, framed, caseId: ofCase } = matter;
  const own = proceedingId(ofCase, who.person);
  const inCase = (...events: NewEvent[]): Entries => events.map((event) => [`case-${ofCase}`, event] as const);
  const inOwn = (...events: NewEvent[]): Entries =>
    events.map((event) => [`proceeding-${own}`, { ...event, data: { ...(event.data as object), caseId: ofCase } }] as const);
  const resumedCase = InvestigationResumed({ proceedingId: own, allegationIds: [allegationId], dueAt: matter.dueAfter.investigation });

  it('closes once a proceeding was settled, or ended by a departure, and not while one is completed after all', () => {
    for (const event of [separated, settled])
      expect(due(closeCase, ...inCase(opened(), framed(), determined()), ...inOwn(event))).toMatchObject([{ key: ofCase }]);
    expect(due(closeCase, ...inCase(opened(), framed(), determined()), ...inOwn(separated, resumed()))).toEqual([]);
    expect(due(closeCase, ...inCase(opened(), framed(), determined(), resumedCase), ...inOwn(settled))).toEqual([]);
    expect(due(closeCase, ...inCase(opened(), framed(), determined()), ...inOwn(settled), ...inCase(CaseClosed({ on: today })))).toEqual(
      [],
    );
  });
  it('is escalated no more for a proceeding that was settled or sent back, and watched anew while it is investigated again', () => {
    for (const event of [separated, settled, returned])
      expect(due(escalateCase, ...inCase(opened(), framed(), determined()), ...inOwn(event))).toEqual([]);
    expect(due(escalateCase, ...inCase(opened(), framed(), determined()), ...inOwn(returned), ...inCase(resumedCase))).toMatchObject([
      { dueAt: matter.dueAfter.investigation },
    ]);
  });
  it('waits on nobody while its proceeding is set aside, and goes on where it stood', () => {
    const row = (...entries: Entries) => rowsAfter(caseList, logOf(...inCase(...matter.reported, determined()), ...entries)).get(ofCase)!;
    expect(row().waitingOn).toBe('decider');
    expect(row(...inOwn(held)).waitingOn).toBe('resumption');
    expect(row(...inOwn(held, separated)).waitingOn).toBe('nobody');
    expect(row(...inOwn(held, resumed())).waitingOn).toBe('decider');
    expect(row(...inOwn(noticed(suspension), held, resumed())).waitingOn).toBe('subject');
    expect(row(...inOwn(settled)).waitingOn).toBe('nobody');
  });
  it('shows as under investigation again when a proceeding was sent back', () => {
    const row = rowsAfter(caseList, logOf(...inCase(...matter.reported, determined()), ...inOwn(returned), ...inCase(resumedCase))).get(
      ofCase,
    )!;
    expect(row).toMatchObject({ status: 'investigating', waitingOn: 'investigator', findings: 0 });
  });

  describe('whose investigation goes on', () => {
    const command = { caseId: ofCase, proceedingId: own };
    const facts = { deadlines: matter.deadlines };
    it('finds anew what was sustained of that subject', () => {
      given(...matter.reported, determined())
        .when(ResumeInvestigationHandler, command, system, facts)
        .then(resumedCase);
      given(...matter.reported, determined(), resumedCase, found('unfounded'))
        .when(ResumeInvestigationHandler, command, system, facts)
        .then(resumedCase);
    });
    it('is refused where nothing was determined, or the city has set no deadlines', () => {
      given(...matter.reported)
        .when(ResumeInvestigationHandler, command, system, facts)
        .refused('case.not-determined');
      given(...matter.reported, determined())
        .when(ResumeInvestigationHandler, command, system, { deadlines: undefined })
        .refused('case.procedure-missing');
    });
    it('is due when the proceeding is sent back, each time', () => {
      const act = Object.assign(new ResumeInvestigation(), { caseId, proceedingId: ofSam });
      const back: Entries[number] = [`case-${caseId}`, InvestigationResumed({ proceedingId: ofSam, allegationIds: [post], dueAt: now })];
      expect(due(resumeInvestigation, ...steps(...named, returned))).toEqual([{ key: ofSam, dueAt: now, command: act }]);
      expect(due(resumeInvestigation, ...steps(...named, returned), back)).toEqual([]);
      expect(due(resumeInvestigation, ...steps(...named, returned), back, ...steps(returned))).toMatchObject([{ key: ofSam }]);
    });
  });
});

describe('another determination of the case', () => {
  const issued: Entries[number] = [
    `case-${caseId}`,
    DeterminationIssued({
      outcomes: [{ allegationId: post, subject: sam, outcome: 'sustained' }],
      acknowledged: [],
      acknowledgementReason: null,
      reasons: seal('As found.'),
      act: null,
      departures: [],
      overReview: null,
      dueAt: now,
    }),
  ];
  const sustained = AllegationsSustained({ caseId, allegationIds: [post], by: 'determination', decides: 'City Manager' });
  it('reaches a proceeding that was sent back', () => {
    expect(due(recordOutcome, issued, ...steps(sustained))).toEqual([]);
    expect(due(recordOutcome, issued, ...steps(sustained, returned), issued)).toMatchObject([{ key: ofSam }]);
    expect(due(recordOutcome, ...steps(final))).toEqual([]);
  });
});
