import { DecideDisciplineHandler } from '../../../src/modules/discipline/decide-discipline.js';
import type { GrievanceFacts } from '../../../src/modules/discipline/grievance-steps.js';
import { HoldProceedingHandler } from '../../../src/modules/discipline/hold-proceeding.js';
import { InformSubjectHandler } from '../../../src/modules/discipline/inform-subject.js';
import { ProposeDisciplineHandler } from '../../../src/modules/discipline/propose-discipline.js';
import { RecordLegalReviewHandler } from '../../../src/modules/discipline/record-legal-review.js';
import { RecordOutcomeHandler } from '../../../src/modules/discipline/record-outcome.js';
import { RecordResponseHandler } from '../../../src/modules/discipline/record-response.js';
import { RecordSeparationHandler } from '../../../src/modules/discipline/record-separation.js';
import { ReduceDisciplineHandler } from '../../../src/modules/discipline/reduce-discipline.js';
import { ResumeProceedingHandler } from '../../../src/modules/discipline/resume-proceeding.js';
import { ReturnToInvestigationHandler } from '../../../src/modules/discipline/return-to-investigation.js';
import { ServeNoticeHandler } from '../../../src/modules/discipline/serve-notice.js';
import { SettleProceedingHandler } from '../../../src/modules/discipline/settle-proceeding.js';
import { AdvanceGrievanceHandler } from '../../../src/modules/grievances/advance-grievance.js';
import { DecideGrievanceHandler } from '../../../src/modules/grievances/decide-grievance.js';
import { exhaustGrievance } from '../../../src/modules/grievances/exhaust-grievance.process.js';
import { FileGrievanceHandler } from '../../../src/modules/grievances/file-grievance.js';
import { WithdrawGrievanceHandler } from '../../../src/modules/grievances/withdraw-grievance.js';
import { disciplineHistory } from '../../../src/modules/histories/discipline-history.view.js';
import { procedure } from '../../../src/modules/procedure/procedure.js';
import {
  DisciplineBecameFinal,
  DisciplineSettled,
  heard,
  isOver,
  NothingSustained,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
} from '../../../src/modules/proceedings/proceeding.js';
import type { DataOf, NewEvent } from '../../../src/platform/events/event.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { given, today } from '../../kit/given.js';
import { logOf, rowsAfter, workAfter } from '../../kit/reads.js';
import { decidedStep, grieved, grieving, imposedOral, imposedSuspension } from '../../kit/stories/grievances.js';
import {
  apart,
  attorney,
  auditor,
  caseId,
  clerk,
  facts,
  hr,
  informed,
  manager,
  named,
  noAction,
  noticedSuspension,
  ofSam,
  post,
  proposedSuspension,
  recused,
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
} from '../../kit/stories/proceedings.js';

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
      .when(InformSubjectHandler, { ...one, service: 'in-person', on: today }, hr, { standing: 'uninvolved', timeToAnswer: 7 })
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
      .refused('proceeding.day-in-future', ['act.meetingOn']);
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
    asked({ rung: written.id, withdrawn: true }).refused('proceeding.settled-rung-misplaced', ['rung', 'withdrawn']);
    for (const change of [{ rung: written.id }, { withdrawn: true }])
      asked(change, by('City Manager'), sustained).refused('proceeding.settled-rung-misplaced', Object.keys(change));
    asked({ rung: 'no-such' }).refused('proceeding.no-such-rung');
    asked({ rung: suspension.id }).refused('proceeding.not-lighter');
    asked({ rung: written.id }, by('City Manager', { procedure: procedure.initial })).refused('proceeding.no-ladder', []);
  });
  it('ends the timers of the grievance', () => {
    const rows = [
      ...workAfter(exhaustGrievance, logOf(...[...grieved, imposedSettled()].map((one) => [`proceeding-${ofSam}`, one] as const))).values(),
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
