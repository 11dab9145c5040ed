import type { DataOf } from '../../platform/events/event.js';
import type { Evolve } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import type { proceedingEvents } from './proceeding.events.js';
import {
  type CurrentProceeding,
  courseOf,
  type Discipline,
  grievanceOf,
  type HearingOfficer,
  imposedOf,
  inCourse,
  noticedOf,
  type ProceedingState,
  presentProceeding,
  proposedOf,
  subjectOf,
  sustainedOf,
} from './proceeding.state.js';

const disciplined = (state: ProceedingState, change: Partial<Discipline>): ProceedingState =>
  inCourse(state, (course) => ({ ...course, discipline: { ...imposedOf(course).discipline, ...change } }) as CurrentProceeding);

const owed = (state: ProceedingState): NonNullable<Discipline['copy']> => {
  const copy = imposedOf(courseOf(presentProceeding(state))).discipline.copy;
  if (!copy) throw new Error('no copy of the grievance procedure was owed');
  return copy;
};

const heardBy = (state: ProceedingState, officer: HearingOfficer | null): ProceedingState =>
  inCourse(state, (course) => ({ ...course, grievance: { ...grievanceOf(course), officer } }) as CurrentProceeding);

/** The course with the new end of each time that stood still. */
function resumed(course: CurrentProceeding, moved: DataOf<typeof proceedingEvents.ProceedingResumed>): CurrentProceeding {
  const informed = new Map(course.informed);
  for (const { allegationId, answerBy } of moved.answers) informed.set(allegationId, answerBy);
  const state = { ...course, informed };
  if (state.status === 'noticed' && moved.respondBy && moved.respondUntil)
    return { ...state, notice: { ...state.notice, respondBy: moved.respondBy, respondUntil: moved.respondUntil } };
  if (!('discipline' in state)) return state;
  const { discipline } = state;
  const again = { ...discipline, grievableUntil: moved.grievableUntil ?? discipline.grievableUntil };
  if (state.status === 'grieved')
    return { ...state, discipline: again, grievance: { ...state.grievance, decideBy: moved.decideBy ?? state.grievance.decideBy } };
  if (state.status === 'grievance-answered') return { ...state, discipline: again, advanceUntil: moved.advanceUntil ?? state.advanceUntil };
  return { ...state, discipline: again };
}

const earlier = (first: Day | null, on: Day): Day => (first !== null && first < on ? first : on);

/** How each event changes a proceeding. */
export const evolveProceeding: Evolve<ProceedingState, typeof proceedingEvents> = {
  ProceedingOpened: (_, { data: { caseId, subject, track, department, openedOn } }) => ({
    status: 'named',
    caseId,
    subject,
    openedOn,
    track,
    department,
    allegations: [],
    informed: new Map(),
    answered: false,
    toldOn: null,
    firstToldOn: null,
  }),
  AllegationPut: (state, { data: { allegation, on } }) =>
    inCourse(state, (course) => ({ ...course, allegations: [...course.allegations, { ...allegation, putOn: on }] })),
  AllegationTakenBack: (state, { data: { allegationId } }) =>
    inCourse(state, (course) => {
      const informed = new Map(course.informed);
      informed.delete(allegationId);
      return { ...course, allegations: course.allegations.filter((put) => put.allegationId !== allegationId), informed };
    }),
  ProceedingReopened: (state, { data }) =>
    inCourse(state, (course) => {
      const informed = new Map(course.informed);
      for (const id of data.allegationIds) informed.delete(id);
      return { ...subjectOf(course), status: informed.size > 0 ? 'informed' : 'named', informed };
    }),
  SubjectInformed: (state, { data }) => {
    const informed = new Map(presentProceeding(state).informed);
    for (const id of data.allegationIds) informed.set(id, data.answerBy);
    return {
      ...subjectOf(state),
      status: 'informed',
      informed,
      answered: false,
      toldOn: data.on,
      firstToldOn: earlier(presentProceeding(state).firstToldOn, data.on),
    };
  },
  SubjectAnswered: (state) => ({ ...presentProceeding(state), answered: true }),
  AllegationsSustained: (state, { data }) =>
    inCourse(state, (course) => ({ ...subjectOf(course), status: 'sustained', sustained: data.allegationIds, decides: data.decides })),
  // A subject who left, or settled, is cleared as well.
  NothingSustained: (state) => ({ ...subjectOf(state), status: 'not-sustained' }),
  DisciplineProposed: (state, { data: { on, rung, considers, departure } }) => ({
    ...sustainedOf(state),
    status: 'proposed',
    proposal: { on, rung, considers, departure, reviewed: null },
  }),
  LegalReviewRecorded: (state, { data }) => {
    const current = proposedOf(state);
    return {
      ...current,
      ...('notice' in state ? { notice: state.notice } : {}),
      status: state.status,
      proposal: { ...current.proposal, reviewed: data.opinion },
    } as ProceedingState;
  },
  NoticeServed: (state, { data: { rung, considers, service, on, respondBy, respondUntil } }) => ({
    ...proposedOf(state),
    status: 'noticed',
    notice: { rung, considers, service, on, respondBy, respondUntil },
  }),
  ResponseReceived: (state, { data }) => ({ ...noticedOf(state), status: data.kind === 'waiver' ? 'waived' : 'responded' }),
  ResponseLapsed: (state) => ({ ...noticedOf(state), status: 'lapsed' }),
  DisciplineImposed: (state, { data: { rung, track, act, effectiveOn, grievableUntil, countsUntil }, actor }) => {
    const decidedAs = act ? 'Council' : actor.office;
    const discipline = { rung, track, imposedOn: effectiveOn, decidedBy: actor.person, decidedAs, grievableUntil, countsUntil, copy: null };
    if (grievableUntil === null) return { ...sustainedOf(state), status: 'final', outcome: null, discipline };
    return { ...sustainedOf(state), status: 'imposed', discipline };
  },
  NoActionTaken: (state) => ({ ...sustainedOf(state), status: 'no-action' }),
  ComparablesWeighed: (state) => state,
  DisciplineBecameFinal: (state) => {
    const course = courseOf(presentProceeding(state));
    if (course.status === 'reversed' || course.status === 'final') return course;
    return { ...imposedOf(course), status: 'final', outcome: 'outcome' in course ? course.outcome : null };
  },
  DisciplineReduced: (state, { data: { rung, countsUntil } }) => disciplined(state, { rung, countsUntil }),
  GroundsAdded: (state) => ({ ...proposedOf(state), status: 'proposed' }),
  ReturnedToInvestigation: (state) => ({ ...subjectOf(state), status: 'informed' }),

  GrievanceCopyOwed: (state, { data: { dueAt } }) => disciplined(state, { copy: { dueAt, givenOn: null, overdue: false } }),
  GrievanceCopyGiven: (state, { data: { on } }) => disciplined(state, { copy: { ...owed(state), givenOn: on } }),
  GrievanceCopyOverdue: (state) => disciplined(state, { copy: { ...owed(state), overdue: true } }),

  GrievanceFiled: (state, { data: { on, index, step, decideBy, exhaustsAt } }) => ({
    ...imposedOf(state),
    status: 'grieved',
    grievance: { filedOn: on, index, step, decideBy, exhaustsAt, heard: [], officer: null },
  }),
  GrievanceAdvanced: (state, { data: { index, step, decideBy } }) => ({
    ...imposedOf(state),
    status: 'grieved',
    grievance: { ...grievanceOf(state), index, step, decideBy, officer: null },
  }),
  HearingOfficerAppointed: (state, { data: { officer, from, to } }) => heardBy(state, { person: officer, from, to }),
  HearingOfficerReleased: (state) => heardBy(state, null),
  GrievanceDecided: (state, { data: { outcome, rung, countsUntil, reversed, advanceUntil }, actor }) => {
    const imposed = imposedOf(state);
    const decided = rung ? { ...imposed, discipline: { ...imposed.discipline, rung, countsUntil } } : imposed;
    if (reversed) return { ...decided, status: 'reversed', outcome };
    if (outcome === 'settled') return { ...decided, status: 'final', outcome };
    const grievance = grievanceOf(state);
    return {
      ...decided,
      status: 'grievance-answered',
      outcome,
      advanceUntil,
      grievance: { ...grievance, heard: [...grievance.heard, actor.person] },
    };
  },
  GrievanceWithdrawn: (state) => ({ ...imposedOf(state), status: 'final', outcome: 'withdrawn' }),
  GrievanceExhausted: (state) => ({
    ...imposedOf(state),
    status: 'final',
    // A step that made the discipline lighter remains the outcome, although the procedure went no
    // further.
    outcome: 'outcome' in state && state.outcome === 'modified' ? 'modified' : 'exhausted',
  }),

  ProceedingHeld: (state, { data }) => {
    const course = courseOf(presentProceeding(state));
    return { ...subjectOf(course), status: 'held', before: course, heldOn: data.on, withCase: data.withCase };
  },
  ProceedingResumed: (state, { data }) => resumed(courseOf(presentProceeding(state)), data),
  ProceedingSeparated: (state, { data }) => {
    const course = courseOf(presentProceeding(state));
    return {
      ...subjectOf(course),
      status: 'separated',
      before: course,
      reason: data.reason,
      stoodOn: state.status === 'held' ? state.heldOn : data.on,
    };
  },
  ProceedingSettled: (state, { data }) => {
    const course = courseOf(presentProceeding(state));
    return { ...subjectOf(course), status: 'settled', before: course, approvedBy: data.approvedBy };
  },

  DisciplineSettled: (state, { data: { rung, countsUntil, reversed } }) => {
    const course = courseOf(presentProceeding(state));
    const { discipline, ...imposed } = imposedOf(course);
    return {
      ...imposed,
      discipline: rung ? { ...discipline, rung, countsUntil } : discipline,
      status: reversed ? 'reversed' : 'final',
      outcome: 'grievance' in course ? 'settled' : null,
    };
  },

  DisciplineExpunged: (state) => {
    const course = courseOf(presentProceeding(state));
    return { ...subjectOf(course), status: 'expunged', before: course };
  },
  DisciplineCorrected: (state, { data: { effectiveOn, countsUntil } }) => disciplined(state, { imposedOn: effectiveOn, countsUntil }),
  ChargeCorrected: (state, { data: { allegationId, clause, policyVersion } }) =>
    inCourse(state, (course) => ({
      ...course,
      allegations: course.allegations.map((put) => (put.allegationId === allegationId ? { ...put, clause, policyVersion } : put)),
    })),
  RebuttalAdded: (state) => state,
};
