import { AdvanceGrievanceHandler } from '../../../src/modules/cases/advance-grievance.js';
import { DecideDisciplineHandler } from '../../../src/modules/cases/decide-discipline.js';
import { DecideGrievanceHandler } from '../../../src/modules/cases/decide-grievance.js';
import { disciplineHistory } from '../../../src/modules/cases/discipline-history.view.js';
import { exhaustGrievance } from '../../../src/modules/cases/exhaust-grievance.process.js';
import { FileGrievanceHandler } from '../../../src/modules/cases/file-grievance.js';
import type { GrievanceFacts } from '../../../src/modules/cases/grievance.js';
import { HoldProceedingHandler } from '../../../src/modules/cases/hold-proceeding.js';
import { InformSubjectHandler } from '../../../src/modules/cases/inform-subject.js';
import { LadderSet, procedure } from '../../../src/modules/cases/procedure.js';
import {
  DisciplineBecameFinal,
  DisciplineReduced,
  DisciplineSettled,
  GrievanceCopyOwed,
  GroundsAdded,
  heard,
  isOver,
  NothingSustained,
  NoticeServed,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
  ReturnedToInvestigation,
} from '../../../src/modules/cases/proceeding.js';
import { ProposeDisciplineHandler } from '../../../src/modules/cases/propose-discipline.js';
import { RecordLegalReviewHandler } from '../../../src/modules/cases/record-legal-review.js';
import { RecordOutcomeHandler } from '../../../src/modules/cases/record-outcome.js';
import { RecordResponseHandler } from '../../../src/modules/cases/record-response.js';
import { RecordSeparationHandler } from '../../../src/modules/cases/record-separation.js';
import { ReduceDisciplineHandler } from '../../../src/modules/cases/reduce-discipline.js';
import { ResumeProceedingHandler } from '../../../src/modules/cases/resume-proceeding.js';
import { ReturnToInvestigationHandler } from '../../../src/modules/cases/return-to-investigation.js';
import { ServeNoticeHandler } from '../../../src/modules/cases/serve-notice.js';
import { SettleProceedingHandler } from '../../../src/modules/cases/settle-proceeding.js';
import { WithdrawGrievanceHandler } from '../../../src/modules/cases/withdraw-grievance.js';
import type { DataOf, NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, today } from '../../kit/given.js';
import { logOf, rowsAfter } from '../../kit/reads.js';
import {
  configured,
  decidedStep,
  filed,
  granted,
  grieved,
  grieving,
  imposedOral,
  imposedSuspension,
  procedureOf,
  steps,
} from './grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  clerk,
  coaching,
  director,
  discharge,
  facts,
  final,
  hr,
  imposed,
  informed,
  ladder,
  manager,
  named,
  noAction,
  noticed,
  noticedSuspension,
  ofSam,
  oral,
  post,
  proposed,
  proposedSuspension,
  recused,
  responded,
  reviewedSuspension,
  sam,
  stateOf,
  stranger,
  subject,
  suspension,
  sustained,
  sustainedBy,
  system,
  told,
  walled,
  written,
} from './proceedings.js';

const one = { proceedingId: ofSam };
const reasons = 'A criminal investigation.';
const hold = { ...one, reasons };
const held = (on = '2026-02-20') => ProceedingHeld({ caseId, on, reasons: seal(reasons), withCase: false });
const resumedWith = (change: Partial<DataOf<typeof ProceedingResumed>> = {}) =>
  ProceedingResumed({
    caseId,
    on: today,
    reasons: seal('It is over.'),
    answers: [],
    respondBy: null,
    respondUntil: null,
    grievableUntil: null,
    decideBy: null,
    advanceUntil: null,
    ...change,
  });
const resume = { ...one, reasons: 'It is over.' };
const open = { ...apart, case: 'determined' as const };
const separated = ProceedingSeparated({ caseId, on: '2026-02-20', reason: 'resigned', note: null });
const settled = ProceedingSettled({ caseId, on: '2026-02-20', terms: seal('Terms.'), approvedBy: 'City Manager', act: null });

describe('holding a proceeding', () => {
  it('is for whoever decides, HR and the City Attorney, wherever it stands', () => {
    for (const who of [manager, hr, attorney])
      for (const past of [sustained, noticedSuspension, imposedSuspension, grieved])
        given(...past)
          .when(HoldProceedingHandler, hold, who, apart)
          .then(held(today));
    given(...named)
      .when(HoldProceedingHandler, hold, hr, apart)
      .then(held(today));
    for (const who of [auditor, stranger, subject])
      given(...sustained)
        .when(HoldProceedingHandler, hold, who, apart)
        .refused('access.not-permitted');
  });
  it('is refused twice, and once it is over', () => {
    given(...sustained, held())
      .when(HoldProceedingHandler, hold, hr, apart)
      .refused('proceeding.set-aside');
    given(...sustained, noAction)
      .when(HoldProceedingHandler, hold, hr, apart)
      .refused('proceeding.over');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...sustained)
      .when(HoldProceedingHandler, hold, hr, recused)
      .refused('access.not-permitted');
    given(...sustained)
      .when(HoldProceedingHandler, hold, hr, walled)
      .refused('resource.not-found');
  });
  it('hides nothing from the subject that they knew, and shows nothing that they did not', () => {
    given(...named, held())
      .when(RecordResponseHandler, { ...one, kind: 'waiver' }, subject, apart)
      .refused('access.not-permitted');
    given(...informed, held())
      .when(RecordResponseHandler, { ...one, kind: 'waiver' }, subject, apart)
      .refused('proceeding.set-aside');
  });
  it('does not end it', () => expect(isOver(stateOf(...sustained, held()))).toBe(false));
});

describe('while it is held, settled or ended by a departure', () => {
  it.each([held(), separated, settled])('nothing goes on after $type', (event) => {
    const before = [...sustained, event];
    const noticedBefore = [...noticedSuspension, event];
    const grievedBefore = [...grieved, event];
    given(...before)
      .when(ProposeDisciplineHandler, { ...one, rung: 'oral-warning', reasons }, manager, facts())
      .refused('proceeding.set-aside');
    given(...before)
      .when(DecideDisciplineHandler, { ...one, decision: 'no-action', reasons }, manager, facts())
      .refused('proceeding.set-aside');
    given(...reviewedSuspension, event)
      .when(ServeNoticeHandler, { ...one, evidence: 'E.', service: 'in-person', on: today }, hr, apart)
      .refused('proceeding.set-aside');
    given(...proposedSuspension, event)
      .when(RecordLegalReviewHandler, { ...one, opinion: 'sufficient', note: 'N.' }, attorney, apart)
      .refused('proceeding.set-aside');
    given(...noticedBefore)
      .when(RecordResponseHandler, { ...one, kind: 'waiver' }, hr, apart)
      .refused('proceeding.set-aside');
    given(...named, event)
      .when(InformSubjectHandler, { ...one, service: 'in-person', on: today }, hr, { standing: 'apart', timeToAnswer: 7 })
      .refused('proceeding.set-aside');
    given(...imposedSuspension, event)
      .when(FileGrievanceHandler, { ...one, grounds: 'G.' }, subject, grieving())
      .refused('proceeding.set-aside');
    given(...grievedBefore)
      .when(AdvanceGrievanceHandler, one, subject, grieving())
      .refused('proceeding.set-aside');
    given(...grievedBefore)
      .when(DecideGrievanceHandler, { ...one, outcome: 'denied', reasons }, hr, grieving())
      .refused('proceeding.set-aside');
    given(...grievedBefore)
      .when(WithdrawGrievanceHandler, one, subject, apart)
      .refused('proceeding.set-aside');
    given(...imposedOral, event)
      .when(ReduceDisciplineHandler, { ...one, rung: 'coaching', reasons }, manager, facts())
      .refused('proceeding.set-aside');
    given(...noticedBefore)
      .when(ReturnToInvestigationHandler, { ...one, because: 'new-evidence', reasons }, manager, { ...apart, determined: true })
      .refused('proceeding.set-aside');
  });
  it('the determination reaches it all the same', () => {
    const outcome = { caseId, subject: sam, sustained: [post] };
    given(...informed, held())
      .when(RecordOutcomeHandler, outcome, system, { decides: 'City Manager' as const })
      .events();
    expect(stateOf(...sustained.slice(0, -1), separated, sustained.at(-1)!)).toMatchObject({
      status: 'separated',
      before: { status: 'sustained' },
    });
    expect(stateOf(...informed, separated, NothingSustained({ caseId })).status).toBe('not-sustained');
  });
});

describe('resuming a proceeding', () => {
  it('moves every time that had not run out by as long as it was held', () => {
    given(...informed.slice(0, -1), { ...told, data: { ...told.data, answerBy: '2026-02-25' } }, held())
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith({ answers: [{ allegationId: post, answerBy: '2026-03-07' }] }));
    given(...noticedSuspension, held('2026-02-28'))
      .when(ResumeProceedingHandler, resume, manager, open)
      .then(resumedWith({ respondBy: '2026-03-08', respondUntil: '2026-03-09T06:00:00.000Z' }));
    given(...imposedSuspension, held('2026-03-01'))
      .when(ResumeProceedingHandler, resume, attorney, open)
      .then(resumedWith({ grievableUntil: '2026-03-12T06:00:00.000Z' }));
    given(...grieved, held('2026-02-26'))
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith({ decideBy: '2026-03-21T06:00:00.000Z' }));
    given(...grieved, decidedStep(), held('2026-03-01'))
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith({ advanceUntil: '2026-03-14T06:00:00.000Z' }));
  });
  it('leaves what had run out, and what was answered', () => {
    given(...informed, held('2026-02-11'))
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith());
    given(...sustained, held())
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith());
  });
  it('goes on from where it stood, with the new times', () => {
    const again = resumedWith({ respondBy: '2026-03-16', respondUntil: '2026-03-17T06:00:00.000Z' });
    expect(stateOf(...noticedSuspension, held(), again)).toMatchObject({
      status: 'noticed',
      notice: { respondBy: '2026-03-16', respondUntil: '2026-03-17T06:00:00.000Z' },
    });
    const answerLater = resumedWith({ answers: [{ allegationId: post, answerBy: '2026-03-20' }] });
    expect(heard(stateOf(...informed, held()), post, '2026-12-31')).toBe(false);
    expect(heard(stateOf(...informed, held(), answerLater), post, '2026-03-20')).toBe(false);
    expect(heard(stateOf(...informed, held(), answerLater), post, '2026-03-21')).toBe(true);
    const [grievable, decide, advance] = ['2026-03-20', '2026-03-21', '2026-03-22'].map((day) => `${day}T06:00:00.000Z`);
    expect(stateOf(...imposedSuspension, held(), resumedWith({ grievableUntil: grievable! }))).toMatchObject({
      status: 'imposed',
      discipline: { grievableUntil: grievable },
    });
    expect(stateOf(...grieved, held(), resumedWith({ decideBy: decide! }))).toMatchObject({
      status: 'grieved',
      grievance: { decideBy: decide },
    });
    expect(stateOf(...grieved, decidedStep(), held(), resumedWith({ advanceUntil: advance! }))).toMatchObject({
      status: 'grievance-answered',
      advanceUntil: advance,
    });
  });
  it('completes one whose subject left', () =>
    given(...noticedSuspension, held('2026-02-27'), separated)
      .when(ResumeProceedingHandler, resume, hr, open)
      .then(resumedWith({ respondBy: '2026-03-09', respondUntil: '2026-03-10T06:00:00.000Z' })));
  it('is refused where nothing is held, and where the case was closed', () => {
    for (const past of [sustained, [...sustained, settled]])
      given(...past)
        .when(ResumeProceedingHandler, resume, hr, open)
        .refused('proceeding.not-held');
    given(...sustained, separated)
      .when(ResumeProceedingHandler, resume, hr, { ...open, case: 'closed' as const })
      .refused('proceeding.case-closed');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...sustained, held())
      .when(ResumeProceedingHandler, resume, hr, { ...open, standing: 'recused' })
      .refused('access.not-permitted');
    given(...sustained, held())
      .when(ResumeProceedingHandler, resume, hr, { ...open, standing: 'walled' })
      .refused('resource.not-found');
  });
});

describe('when the subject left', () => {
  const left = { ...apart, inService: false };
  const separate = { ...one, reason: 'retired', note: 'In good standing.' } as const;
  it('it ends, with the reason of the departure', () => {
    given(...noticedSuspension)
      .when(RecordSeparationHandler, separate, hr, left)
      .then(ProceedingSeparated({ caseId, on: today, reason: 'retired', note: seal('In good standing.') }));
    given(...sustained, held())
      .when(RecordSeparationHandler, { ...one, reason: 'died' }, hr, left)
      .then(ProceedingSeparated({ caseId, on: today, reason: 'died', note: null }));
    expect(isOver(stateOf(...sustained, separated))).toBe(true);
  });
  it('is refused while they are in service', () =>
    given(...sustained)
      .when(RecordSeparationHandler, separate, hr, { ...left, inService: true })
      .refused('proceeding.still-in-service'));
  it('is refused once it is over, or something was imposed', () => {
    for (const past of [[...sustained, noAction], imposedSuspension, [...sustained, separated]])
      given(...past)
        .when(RecordSeparationHandler, separate, hr, left)
        .refused('proceeding.over');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...sustained)
      .when(RecordSeparationHandler, separate, hr, { ...left, standing: 'recused' })
      .refused('access.not-permitted');
    given(...sustained)
      .when(RecordSeparationHandler, separate, hr, { ...left, standing: 'walled' })
      .refused('resource.not-found');
  });
});

describe('settling a proceeding', () => {
  const terms = 'A reprimand that is not on file.';
  const settle = { ...one, terms, approvedBy: 'City Manager' } as const;
  const by = (decides: 'City Manager' | 'Council', change: Partial<GrievanceFacts> = {}) => ({ ...grieving(change), decides });
  const event = (change: Partial<DataOf<typeof ProceedingSettled>> = {}) =>
    ProceedingSettled({ caseId, on: today, terms: seal(terms), approvedBy: 'City Manager', act: null, ...change });
  const act = { meetingOn: '2026-03-01', motion: 'M-3' };
  it('has its terms, and the authority that approved them', () => {
    for (const who of [manager, attorney])
      given(...noticedSuspension)
        .when(SettleProceedingHandler, settle, who, by('City Manager'))
        .then(event());
    given(...informed)
      .when(SettleProceedingHandler, settle, attorney, by('City Manager'))
      .then(event());
    given(...sustainedBy('Council'), held())
      .when(SettleProceedingHandler, { ...settle, approvedBy: 'Council', act }, clerk, by('Council'))
      .then(event({ approvedBy: 'Council', act }));
    expect(isOver(stateOf(...sustained, settled))).toBe(true);
  });
  it('is refused on another authority’s approval', () =>
    given(...sustained)
      .when(SettleProceedingHandler, { ...settle, approvedBy: 'HR' }, attorney, by('City Manager'))
      .refused('proceeding.not-their-approval'));
  it('names Council’s act, and nobody else’s', () => {
    const council = { ...settle, approvedBy: 'Council' } as const;
    given(...sustainedBy('Council'))
      .when(SettleProceedingHandler, council, clerk, by('Council'))
      .refused('proceeding.act-missing');
    given(...sustained)
      .when(SettleProceedingHandler, { ...settle, act }, manager, by('City Manager'))
      .refused('proceeding.act-misplaced');
    given(...sustainedBy('Council'))
      .when(SettleProceedingHandler, { ...council, act: { ...act, meetingOn: '2026-03-03' } }, clerk, by('Council'))
      .refused('proceeding.day-in-future');
  });
  const imposedSettled = (change: Partial<DataOf<typeof DisciplineSettled>> = {}) =>
    DisciplineSettled({
      caseId,
      on: today,
      terms: seal(terms),
      approvedBy: 'City Manager',
      act: null,
      rung: null,
      countsUntil: null,
      reversed: false,
      ...change,
    });
  const settled_ = DisciplineBecameFinal({ caseId, on: today });
  it('settles what was imposed, before, during and after the step of a grievance, and where it is held', () => {
    for (const past of [imposedSuspension, grieved, [...grieved, decidedStep()], [...grieved, held()]]) {
      given(...past)
        .when(SettleProceedingHandler, settle, attorney, by('City Manager'))
        .then(imposedSettled(), settled_);
      expect(isOver(stateOf(...past, imposedSettled(), settled_))).toBe(true);
    }
    expect(stateOf(...imposedSuspension, imposedSettled())).toMatchObject({ status: 'final', outcome: null });
    expect(stateOf(...grieved, imposedSettled(), settled_)).toMatchObject({ status: 'final', outcome: 'settled' });
  });
  it('makes it lighter, or takes it back, where that was agreed', () => {
    const lighter = imposedSettled({ rung: written, countsUntil: '2028-02-20' });
    given(...grieved)
      .when(SettleProceedingHandler, { ...settle, rung: written.id }, manager, by('City Manager'))
      .then(lighter, settled_);
    expect(stateOf(...grieved, lighter, settled_)).toMatchObject({
      status: 'final',
      discipline: { rung: { id: written.id }, countsUntil: '2028-02-20' },
    });
    const reversed = imposedSettled({ reversed: true });
    given(...imposedSuspension)
      .when(SettleProceedingHandler, { ...settle, withdrawn: true }, manager, by('City Manager'))
      .then(reversed, settled_);
    expect(stateOf(...imposedSuspension, reversed, settled_).status).toBe('reversed');
  });
  it('takes a lighter rung of the ladder, or nothing at all, and neither before something was imposed', () => {
    const asked = (change: object, facts = by('City Manager'), past = imposedSuspension) =>
      given(...past).when(SettleProceedingHandler, { ...settle, ...change }, attorney, facts);
    asked({ rung: written.id, withdrawn: true }).refused('proceeding.settled-rung-misplaced');
    for (const change of [{ rung: written.id }, { withdrawn: true }])
      asked(change, by('City Manager'), sustained).refused('proceeding.settled-rung-misplaced');
    asked({ rung: 'no-such' }).refused('proceeding.no-such-rung');
    asked({ rung: suspension.id }).refused('proceeding.not-lighter');
    asked({ rung: written.id }, by('City Manager', { procedure: procedure.initial })).refused('proceeding.no-ladder');
  });
  it('ends the timers of the grievance', () => {
    const rows = [
      ...rowsAfter(
        exhaustGrievance.view,
        logOf(...[...grieved, imposedSettled()].map((one) => [`proceeding-${ofSam}`, one] as const)),
      ).values(),
    ];
    expect(rows).toEqual([]);
  });
  it('stands in the history as it was left', () => {
    const row = (...events: NewEvent[]) =>
      rowsAfter(disciplineHistory, logOf(...events.map((one) => [`proceeding-${ofSam}`, one] as const))).get(ofSam);
    expect(row(...imposedSuspension, imposedSettled(), settled_)).toMatchObject({ status: 'final', rung: suspension.id, grievance: null });
    const lighter = imposedSettled({ rung: written, countsUntil: '2028-02-20' });
    expect(row(...grieved, held(), lighter, settled_)).toMatchObject({
      status: 'final',
      rung: written.id,
      reducedFrom: suspension.id,
      countsUntil: '2028-02-20',
      grievance: 'settled',
      held: false,
      finalOn: today,
    });
    expect(row(...imposedSuspension, imposedSettled({ reversed: true }), settled_)).toMatchObject({ status: 'reversed' });
  });
  it('is refused once it is over', () => {
    for (const past of [
      [...sustained, noAction],
      [...sustained, settled],
      [...imposedSuspension, settled_],
    ])
      given(...past)
        .when(SettleProceedingHandler, settle, attorney, by('City Manager'))
        .refused('proceeding.over');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...sustained)
      .when(SettleProceedingHandler, settle, attorney, { ...by('City Manager'), standing: 'recused' })
      .refused('access.not-permitted');
    given(...sustained)
      .when(SettleProceedingHandler, settle, attorney, { ...by('City Manager'), standing: 'walled' })
      .refused('resource.not-found');
  });
});

describe('sending it back to the investigation', () => {
  const back = { ...one, because: 'response', reasons } as const;
  const determined = { ...apart, determined: true };
  const returned = (because: 'response' | 'new-evidence') =>
    ReturnedToInvestigation({ caseId, on: today, because, reasons: seal(reasons) });
  it('is whoever’s decides, after a response or on new evidence', () => {
    given(...noticedSuspension, responded)
      .when(ReturnToInvestigationHandler, back, manager, determined)
      .then(returned('response'));
    given(...sustained)
      .when(ReturnToInvestigationHandler, { ...back, because: 'new-evidence' }, manager, determined)
      .then(returned('new-evidence'));
    given(...sustained)
      .when(ReturnToInvestigationHandler, back, hr, determined)
      .refused('access.not-permitted');
  });
  it('opens again what was sustained, so that the next determination reaches it', () => {
    const state = stateOf(...noticedSuspension, responded, returned('response'));
    expect(state.status).toBe('informed');
    expect('sustained' in state || 'notice' in state || 'proposal' in state).toBe(false);
    given(...noticedSuspension, responded, returned('response'))
      .when(RecordOutcomeHandler, { caseId, subject: sam, sustained: [] }, system, { decides: 'City Manager' as const })
      .then(NothingSustained({ caseId }));
  });
  it('is refused without a response, where none was investigated, and once it was decided', () => {
    given(...noticedSuspension)
      .when(ReturnToInvestigationHandler, back, manager, determined)
      .refused('proceeding.no-response');
    given(...sustained)
      .when(ReturnToInvestigationHandler, { ...back, because: 'new-evidence' }, manager, { ...determined, determined: false })
      .refused('proceeding.no-investigation');
    for (const past of [imposedOral, [...sustained, noAction]])
      given(...past)
        .when(ReturnToInvestigationHandler, { ...back, because: 'new-evidence' }, manager, determined)
        .refused('proceeding.over');
  });
  it('is not for a reporter or a witness of the case, nor seen by another subject of it', () => {
    given(...sustained)
      .when(ReturnToInvestigationHandler, back, manager, { ...determined, standing: 'recused' })
      .refused('access.not-permitted');
    given(...sustained)
      .when(ReturnToInvestigationHandler, back, manager, { ...determined, standing: 'walled' })
      .refused('resource.not-found');
  });
});

describe('serving a notice afresh', () => {
  const serve = { ...one, evidence: 'Both posts.', service: 'in-person', on: today, newGrounds: 'A second post.' } as const;
  const grounds = GroundsAdded({ caseId, on: today, grounds: seal('A second post.') });
  const anew = NoticeServed({
    caseId,
    rung: suspension,
    considers: [],
    evidence: seal('Both posts.'),
    service: 'in-person',
    on: today,
    meetingOn: null,
    respondBy: '2026-03-09',
    respondUntil: '2026-03-10T06:00:00.000Z',
  });
  it('is for new grounds, after a notice, answered or not: the subject may respond anew', () => {
    for (const past of [noticedSuspension, [...noticedSuspension, responded]])
      given(...past)
        .when(ServeNoticeHandler, serve, hr, apart)
        .then(grounds, anew);
    expect(stateOf(...noticedSuspension, responded, grounds, anew)).toMatchObject({ status: 'noticed', notice: { on: today } });
  });
  it('is refused where no notice came before', () =>
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, serve, hr, apart)
      .refused('proceeding.grounds-misplaced'));
  it('counts business days to respond where the deadlines say so', () => {
    const response = configured.status === 'set' ? { ...configured, deadlines: [businessResponse] } : configured;
    given(...reviewedSuspension)
      .when(ServeNoticeHandler, { ...serve, newGrounds: null }, hr, { ...apart, procedure: response })
      .then({ ...anew, data: { ...anew.data, respondBy: '2026-03-11', respondUntil: '2026-03-12T06:00:00.000Z' } });
  });
  it('is due for a heavier rung than the notice named', () =>
    given(...sustained, proposed(discharge, { departure: seal('D.') }), { ...reviewedSuspension.at(-1)! }, noticed(suspension), responded)
      .when(DecideDisciplineHandler, { ...one, decision: 'impose', reasons: 'R.' }, manager, facts())
      .refused('proceeding.heavier-than-noticed'));
});
const businessResponse = {
  effectiveFrom: '2020-01-01',
  instrument: 'Order',
  triage: 5,
  investigation: 30,
  determination: 14,
  discipline: 30,
  answer: 7,
  business: ['response' as const],
};

describe('what is imposed', () => {
  it('may be grieved in the first step’s time, and owes the copy that the procedure promises', () => {
    const heardOut = [...noticedSuspension, responded];
    const events = given(...heardOut)
      .when(
        DecideDisciplineHandler,
        { ...one, decision: 'impose', reasons: 'R.', departureReason: 'D.' },
        manager,
        facts({ procedure: configured }),
      )
      .events();
    expect(events.map(({ type }) => type)).toEqual(['DisciplineImposed', 'GrievanceCopyOwed']);
    expect(events[0]!.data).toMatchObject({ grievableUntil: '2026-03-17T06:00:00.000Z' });
    expect(events[1]).toEqual(GrievanceCopyOwed({ caseId, dueAt: '2026-03-17T06:00:00.000Z' }));
  });
  it('owes none where the procedure names no such rung', () => {
    const events = given(...sustained)
      .when(
        DecideDisciplineHandler,
        { ...one, decision: 'impose', rung: 'oral-warning', reasons: 'R.' },
        manager,
        facts({ procedure: procedureOf(LadderSet(ladder), steps({ copyRungs: [], copyWithin: null })) }),
      )
      .events();
    expect(events.map(({ type }) => type)).toEqual(['DisciplineProposed', 'DisciplineImposed']);
  });
  it('is an outcome of their own for those who are no employees, which is final at once and cannot be grieved', () => {
    const remedy = { ...coaching, id: 'contract-remedy', name: 'Remedy under the contract', order: 20, countsForMonths: null };
    const contractors = { ...ladder, track: 'contractor' as const, rungs: [coaching, remedy] };
    const events = given(...sustained)
      .when(
        DecideDisciplineHandler,
        { ...one, decision: 'impose', rung: 'contract-remedy', reasons: 'R.' },
        manager,
        facts({ ladder: contractors, procedure: configured }),
      )
      .events();
    expect(events[1]!.data).toMatchObject({ track: 'contractor', departure: null, grievableUntil: null });
    expect(stateOf(...sustained, ...events).status).toBe('final');
  });
});

describe('reducing what was imposed', () => {
  const reduce = { ...one, rung: 'written-warning', reasons: 'Mended since.' };
  const reduced = DisciplineReduced({
    caseId,
    on: today,
    rung: written,
    reducedFrom: 'suspension',
    reasons: seal('Mended since.'),
    act: null,
    countsUntil: '2028-02-20',
  });
  it('is for whoever may impose both rungs, before and after it is final', () => {
    for (const past of [imposedSuspension, [...imposedSuspension, final]])
      given(...past)
        .when(ReduceDisciplineHandler, reduce, manager, facts())
        .then(reduced);
    given(...imposedOral)
      .when(ReduceDisciplineHandler, { ...reduce, rung: 'coaching' }, director, facts())
      .events();
    expect(stateOf(...imposedSuspension, reduced)).toMatchObject({ status: 'imposed', discipline: { rung: { id: 'written-warning' } } });
  });
  it('is not for whoever may not impose the rung that is reduced', () =>
    given(...imposedSuspension)
      .when(ReduceDisciplineHandler, reduce, director, facts())
      .refused('proceeding.not-your-rung'));
  it('is refused where nothing was imposed, it was reversed, or a grievance decides', () => {
    for (const past of [sustained, [...grieved, granted]])
      given(...past)
        .when(ReduceDisciplineHandler, reduce, manager, facts())
        .refused('proceeding.nothing-imposed');
    for (const past of [grieved, [...grieved, decidedStep()]])
      given(...past)
        .when(ReduceDisciplineHandler, reduce, manager, facts())
        .refused('proceeding.grieved');
  });
  it('goes to a lighter rung of the ladder in force', () => {
    const attempt = (rung: string, code: 'proceeding.not-lighter' | 'proceeding.no-such-rung') =>
      given(...imposedSuspension)
        .when(ReduceDisciplineHandler, { ...reduce, rung }, manager, facts())
        .refused(code);
    attempt('suspension', 'proceeding.not-lighter');
    attempt('discharge', 'proceeding.not-lighter');
    attempt('banishment', 'proceeding.no-such-rung');
    given(...imposedSuspension)
      .when(ReduceDisciplineHandler, reduce, manager, facts({ ladder: undefined }))
      .refused('proceeding.no-ladder');
  });
  it('names Council’s act where Council decides, and nobody else’s', () => {
    const council = [...sustainedBy('Council'), proposed(oral), imposed(oral, { act: { meetingOn: today, motion: 'M-1' } })];
    const lighter = { ...reduce, rung: 'coaching' };
    const act = { meetingOn: today, motion: 'M-2' };
    given(...council)
      .when(ReduceDisciplineHandler, { ...lighter, act }, clerk, facts())
      .events();
    given(...council)
      .when(ReduceDisciplineHandler, lighter, clerk, facts())
      .refused('proceeding.act-missing');
    given(...council)
      .when(ReduceDisciplineHandler, { ...lighter, act: { ...act, meetingOn: '2026-03-03' } }, clerk, facts())
      .refused('proceeding.day-in-future');
    given(...imposedSuspension)
      .when(ReduceDisciplineHandler, { ...reduce, act }, manager, facts())
      .refused('proceeding.act-misplaced');
  });
  it('is nobody’s in a matter of their own or of a superior, nor a reporter’s', () => {
    for (const change of [{ subjectIsSuperior: true }, { standing: 'recused' as const }])
      given(...imposedSuspension)
        .when(ReduceDisciplineHandler, reduce, manager, facts(change))
        .refused('access.not-permitted');
    given(...imposedSuspension)
      .when(ReduceDisciplineHandler, reduce, caller(sam, 'City Manager'), facts())
      .refused('access.not-permitted');
    given(...imposedSuspension)
      .when(ReduceDisciplineHandler, reduce, manager, facts({ standing: 'walled' }))
      .refused('resource.not-found');
  });
});

it('a grievance under way keeps its place while it is held', () =>
  expect(stateOf(...imposedSuspension, filed(), held())).toMatchObject({ status: 'held', before: { status: 'grieved' } }));
