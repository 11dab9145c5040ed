import type { Standing } from '../../../src/modules/cases/standing.js';
import type { DecisionFacts } from '../../../src/modules/discipline/decide-discipline.js';
import { LadderSet, type ProcedureState, procedure } from '../../../src/modules/procedure/procedure.js';
import type { Authority, Rung } from '../../../src/modules/procedure/vocabulary.js';
import {
  AllegationPut,
  AllegationsSustained,
  DisciplineBecameFinal,
  DisciplineImposed,
  DisciplineProposed,
  LegalReviewRecorded,
  NoActionTaken,
  NoticeServed,
  ProceedingOpened,
  type ProceedingState,
  proceedingId,
  proceedings,
  ResponseLapsed,
  ResponseReceived,
  SubjectAnswered,
  SubjectInformed,
} from '../../../src/modules/proceedings/proceeding.js';
import type { Caller, HeldOffice } from '../../../src/platform/access/access.js';
import type { DataOf, NewEvent, StoredEvent } from '../../../src/platform/events/event.js';
import { fold } from '../../../src/platform/events/stream.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import type { Reads } from '../../../src/platform/queries/query-handler.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { caller, now, stored, today } from '../given.js';
import type { Involved } from '../standing.js';

export const id = (name: string): string => derivedId('spec-proceeding', name);
export const caseId = id('case');
export const [sam, post, reply, parks] = [id('sam'), id('post'), id('reply'), id('parks')];
export const ofSam = proceedingId(caseId, sam);

const rung = (name: string, order: number, differs: Partial<Rung> = {}): Rung => ({
  id: name,
  name,
  order,
  discipline: true,
  imposedBy: ['Director', 'City Manager'],
  needsNotice: false,
  needsLegalReview: false,
  responseDays: 0,
  grievanceDays: 10,
  countsForMonths: 24,
  ...differs,
});
const grave: Partial<Rung> = {
  imposedBy: ['City Manager'],
  needsNotice: true,
  needsLegalReview: true,
  responseDays: 7,
  countsForMonths: null,
};

export const coaching = rung('coaching', 0, { discipline: false, grievanceDays: 0, countsForMonths: 12 });
export const oral = rung('oral-warning', 10);
export const written = rung('written-warning', 20);
/** Counsel reviews it, and no notice is due. */
export const loss = rung('loss-of-access', 25, { imposedBy: ['City Manager'], needsLegalReview: true });
export const suspension = rung('suspension', 30, grave);
export const discharge = rung('discharge', 50, grave);
export const ladder = LadderSet({
  track: 'permanent',
  effectiveFrom: '2020-01-01',
  instrument: 'Handbook, section 40',
  rungs: [coaching, oral, written, loss, suspension, discharge],
}).data;

export const manager = caller(id('manager'), 'City Manager');
export const clerk = caller(id('clerk'), 'City Clerk');
export const attorney = caller(id('attorney'), 'City Attorney');
export const hr = caller(id('hr'), 'HR');
export const communications = caller(id('communications'), 'Communications Manager');
export const auditor = caller(id('auditor'), 'Auditor');
export const subject = caller(sam);
export const stranger = caller(id('stranger'), 'IT Director');
const directing = (person: string, department: string): Caller => ({
  person,
  offices: [{ office: 'Director', department }, { office: 'Employee' }] satisfies HeldOffice[],
});
export const director = directing(id('director'), parks);
export const otherDirector = directing(id('other-director'), id('police'));
export const system: Caller = { person: '00000000-0000-0000-0000-000000000000', offices: [{ office: 'System' }] };

/**
 * Sam's proceeding in the parks department, step by step. Each constant adds its events to the one
 * before.
 */
export const named = [
  ProceedingOpened({ caseId, subject: sam, track: 'permanent', department: parks, openedOn: '2026-02-02' }),
  AllegationPut({ caseId, allegation: { allegationId: post, clause: 'STD-4', policyVersion: '5716' }, on: '2026-02-02' }),
];
export const told = SubjectInformed({ caseId, allegationIds: [post], service: 'in-person', on: '2026-02-03', answerBy: '2026-02-10' });
export const informed = [...named, told];
export const answered = [...informed, SubjectAnswered({ caseId, kind: 'meeting', on: '2026-02-05', statement: seal('I did not check.') })];
export const sustainedBy = (decides: Authority): NewEvent[] => [
  ...answered,
  AllegationsSustained({ caseId, allegationIds: [post], by: 'determination', decides }),
];
export const sustained = sustainedBy('City Manager');
export const proposed = (of: Rung, change: Partial<DataOf<typeof DisciplineProposed>> = {}) =>
  DisciplineProposed({
    caseId,
    on: '2026-02-16',
    rung: of,
    track: 'permanent',
    ladderFrom: '2020-01-01',
    nextRung: 'oral-warning',
    considers: [],
    reasons: seal('Seen by many.'),
    departure: null,
    act: null,
    ...change,
  });
export const reviewed = (opinion: 'sufficient' | 'insufficient' = 'sufficient') =>
  LegalReviewRecorded({ caseId, opinion, note: seal('Privileged.') });
export const noticed = (of: Rung, change: Partial<DataOf<typeof NoticeServed>> = {}) =>
  NoticeServed({
    caseId,
    rung: of,
    considers: [],
    evidence: seal('The captured post.'),
    service: 'in-person',
    on: '2026-02-27',
    meetingOn: null,
    respondBy: '2026-03-06',
    respondUntil: '2026-03-07T07:00:00.000Z',
    ...change,
  });
export const proposedSuspension = [...sustained, proposed(suspension, { departure: seal('Too grave for a warning.') })];
export const reviewedSuspension = [...proposedSuspension, reviewed()];
export const noticedSuspension = [...reviewedSuspension, noticed(suspension)];
export const responded = ResponseReceived({ caseId, kind: 'writing', on: '2026-03-01', statement: seal('It was one post.') });
export const waived = ResponseReceived({ caseId, kind: 'waiver', on: '2026-03-01', statement: null });
export const lapsed = ResponseLapsed({ caseId, respondBy: '2026-03-06' });
export const imposed = (of: Rung, change: Partial<DataOf<typeof DisciplineImposed>> = {}) =>
  DisciplineImposed({
    caseId,
    rung: of,
    track: 'permanent',
    reducedFrom: null,
    considers: [],
    reasons: seal('As proposed.'),
    departure: null,
    act: null,
    effectiveOn: '2026-02-20',
    grievableUntil: '2026-03-03T07:00:00.000Z',
    countsUntil: '2028-02-20',
    ...change,
  });
export const noAction = NoActionTaken({ caseId, reasons: seal('Trained since.'), act: null });
export const final = DisciplineBecameFinal({ caseId, on: '2026-03-03' });

export const stateOf = (...events: NewEvent[]): ProceedingState => fold(proceedings, stored(events, `proceeding-${ofSam}`));

/** An earlier proceeding that ended with a rung, inside its grievance window or after it. */
export const earlier = (
  of: Rung,
  change: Partial<DataOf<typeof DisciplineImposed>> = {},
  person = sam,
  grieving = false,
): ProceedingState =>
  fold(
    proceedings,
    stored([
      ProceedingOpened({ caseId: id('earlier'), subject: person, track: 'permanent', department: null, openedOn: '2025-01-02' }),
      AllegationsSustained({ caseId: id('earlier'), allegationIds: [reply], by: 'determination', decides: 'City Manager' }),
      proposed(of),
      imposed(of, change),
      ...(grieving ? [] : [final]),
    ]),
  );

export const facts = (change: Partial<DecisionFacts & Involved> = {}): DecisionFacts & Involved => ({
  subjectIsSuperior: false,
  ladder,
  procedure: procedure.initial,
  earlier: new Map(),
  comparables: [],
  ...change,
});
const standing = (of: Standing): { readonly standing: Standing; readonly procedure: ProcedureState } => ({
  standing: of,
  procedure: procedure.initial,
});
export const apart = standing('uninvolved');
export const recused = standing('recused');
export const walled = standing('walled');

/** Reads for `gather` over a log in memory. */
export const readsOf = (events: readonly StoredEvent[], who: Caller): Reads => ({
  caller: who,
  now,
  today,
  timeZone: 'America/Denver',
  state: async (stream, of) =>
    fold(
      stream,
      events.filter((event) => event.stream === `${stream.name}-${of}`),
    ),
  recorded: async (stream, commandId) => events.some((event) => event.stream === stream && event.commandId === commandId),
  rows: () => {
    throw new Error('nothing is gathered from rows here');
  },
});
