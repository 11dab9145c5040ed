import { type Caller, office, role } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { decidesFor } from '../procedure/procedure.public.js';
import { type ProceedingAudience, proceedingShows, untoldOf } from './proceeding.audiences.js';
import { proceedingEvents } from './proceeding.events.js';
import { evolveProceeding } from './proceeding.evolve.js';
import { courseOf, type PresentProceeding, type ProceedingState } from './proceeding.state.js';

export { knowsOf } from './proceeding.audiences.js';
export * from './proceeding.events.js';
export * from './proceeding.state.js';

/** Id of the one proceeding of a subject within a case. */
export const proceedingId = (caseId: string, subject: string): string => derivedId('proceeding', caseId, subject);

export const proceedings: Stream<ProceedingState, typeof proceedingEvents> = {
  name: 'proceeding',
  initial: { status: 'absent' },
  events: proceedingEvents,
  evolve: evolveProceeding,
  // The proceeding does not exist for its subject until due process shows it to them. It stays
  // hidden if it ended before they were informed.
  hiddenFrom: (state, person) => state.status !== 'absent' && state.subject === person && !told(state),
  audiences: { of: (state, caller) => readersOf(state, caller), shows: proceedingShows, untold: untoldOf },
};

/** Whether due process has shown the subject anything of it. */
const told = (state: PresentProceeding): boolean => state.toldOn !== null || 'sustained' in courseOf(state);

/**
 * Whether the subject was informed of the allegation and has answered, waived the answer, or let
 * the time for it pass. That time stands still while the proceeding is held.
 */
export const heard = (state: ProceedingState, allegationId: string, today: Day): boolean => {
  if (state.status === 'absent') return false;
  const answerBy = state.informed.get(allegationId);
  return answerBy !== undefined && (state.answered || (state.status !== 'held' && answerBy < today));
};

/**
 * Whether another allegation may be put in it. Once something was sustained, only an allegation
 * that the subject admits too may follow, before anything is proposed. A new allegation reopens a
 * proceeding that ended without discipline.
 */
export const takesAllegation = (state: ProceedingState, admitted: boolean): boolean => {
  if (state.status === 'absent') return true;
  const { status } = courseOf(state);
  return ['named', 'informed', 'not-sustained', 'no-action'].includes(status) || (admitted && status === 'sustained');
};

/** Nothing more will happen in it: a case may be closed once this holds for each of its proceedings. */
export const isOver = (state: ProceedingState): boolean =>
  ['not-sustained', 'no-action', 'final', 'reversed', 'separated', 'settled', 'expunged'].includes(state.status);

/**
 * Whether it rests while its case rests. It does not if it is over, or if it is held on its own:
 * then it continues when that hold ends.
 */
export const restsWithCase = (state: ProceedingState): boolean => !isOver(state) && (state.status !== 'held' || state.withCase);

/** The subject of this due process, once they were informed. */
export const subject = role(
  'subject, once informed',
  proceedings,
  (state, caller) => state.status !== 'absent' && state.subject === caller.person && told(state),
);

/** The authority that decides on the discipline, once something is sustained. */
export const disciplines = role('deciding authority, once sustained', proceedings, (state, caller) => {
  const course = state.status === 'absent' ? undefined : courseOf(state);
  return course && 'sustained' in course ? decidesFor(course.decides, caller) : undefined;
});

/** The director of the subject's department, once something is sustained. */
export const directorOf = role('director of the subject, once sustained', proceedings, (state, caller) =>
  state.status !== 'absent' &&
  'sustained' in courseOf(state) &&
  state.department !== null &&
  caller.person !== state.subject &&
  caller.offices.some((held) => held.office === 'Director' && held.department === state.department)
    ? 'Director'
    : undefined,
);

/**
 * The authority that hears the current step of a grievance, or heard the one decided last. HR or
 * the City Clerk enters the decision of a body outside the city.
 */
export const hears = role('authority that hears the grievance', proceedings, (state, caller) => {
  const course = state.status === 'absent' ? undefined : courseOf(state);
  if (course?.status !== 'grieved' && course?.status !== 'grievance-answered') return undefined;
  if (course.grievance.step.hears !== null) return decidesFor(course.grievance.step.hears, caller);
  return (['HR', 'City Clerk'] as const).find((office) => caller.offices.some((held) => held.office === office));
});

/** The person from outside who was appointed to hear the current step, on the agreed days. */
export const hearingOfficer = role('hearing officer of the step', proceedings, (state, caller) => {
  const course = state.status === 'absent' ? undefined : courseOf(state);
  const officer = course && 'grievance' in course ? course.grievance.officer : null;
  if (officer?.person !== caller.person || caller.today === undefined) return undefined;
  return officer.from <= caller.today && caller.today <= officer.to;
});

const officesOf = admittedTo<ProceedingState, ProceedingAudience>({
  decider: [disciplines],
  hears: [hears],
  director: [directorOf],
  manager: [office('City Manager')],
  counsel: [office('City Attorney')],
  clerk: [office('City Clerk')],
  hr: [office('HR')],
  auditor: [office('Auditor')],
  communications: [office('Communications Manager')],
});

/** A subject reads their own proceeding as such, whatever office they hold. */
const readersOf = (state: ProceedingState, caller: Caller): readonly ProceedingAudience[] => {
  if (state.status !== 'absent' && state.subject === caller.person) return subject.admits(caller, state) ? ['subject'] : [];
  const held = officesOf(state, caller);
  return held.length === 0 && hearingOfficer.admits(caller, state) ? ['subject'] : held;
};
