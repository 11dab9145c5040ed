import { DecideDisciplineHandler } from '../../../src/modules/discipline/decide-discipline.js';
import { RecordOutcomeHandler } from '../../../src/modules/discipline/record-outcome.js';
import { ReduceDisciplineHandler } from '../../../src/modules/discipline/reduce-discipline.js';
import { ReturnToInvestigationHandler } from '../../../src/modules/discipline/return-to-investigation.js';
import { ServeNoticeHandler } from '../../../src/modules/discipline/serve-notice.js';
import { LadderSet } from '../../../src/modules/procedure/procedure.js';
import {
  DisciplineReduced,
  GrievanceCopyOwed,
  GroundsAdded,
  NothingSustained,
  NoticeServed,
  ProceedingHeld,
  ReturnedToInvestigation,
} from '../../../src/modules/proceedings/proceeding.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, given, today } from '../../kit/given.js';
import {
  configured,
  decidedStep,
  filed,
  granted,
  grieved,
  imposedOral,
  imposedSuspension,
  procedureOf,
  steps,
} from '../../kit/stories/grievances.js';
import {
  apart,
  caseId,
  clerk,
  coaching,
  director,
  discharge,
  facts,
  final,
  hr,
  imposed,
  ladder,
  manager,
  noAction,
  noticed,
  noticedSuspension,
  ofSam,
  oral,
  proposed,
  responded,
  reviewedSuspension,
  sam,
  stateOf,
  suspension,
  sustained,
  sustainedBy,
  system,
  written,
} from '../../kit/stories/proceedings.js';

const one = { proceedingId: ofSam };
const reasons = 'A criminal investigation.';
const held = (on = '2026-02-20') => ProceedingHeld({ caseId, on, reasons: seal(reasons), withCase: false });

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
      .refused('proceeding.not-your-rung', []));
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
      .refused('proceeding.no-ladder', []);
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
      .refused('proceeding.day-in-future', ['act.meetingOn']);
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
