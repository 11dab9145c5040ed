import { role } from '../../platform/access/access.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { decidesFor } from '../procedure/procedure.public.js';
import { proceedingEvents } from './proceeding.events.js';
import { evolveProceeding } from './proceeding.evolve.js';
import { courseOf, type PresentProceeding, type ProceedingState } from './proceeding.state.js';

export * from './proceeding.events.js';
export * from './proceeding.state.js';

/** The one proceeding of a subject within a case. */
export const proceedingId = (caseId: string, subject: string): string => derivedId('proceeding', caseId, subject);

export const proceedings: Stream<ProceedingState, typeof proceedingEvents> = {
  name: 'proceeding',
  initial: { status: 'absent' },
  events: proceedingEvents,
  evolve: evolveProceeding,
  // Until due process shows it to them, it does not exist for its subject: for good where it ended before they were told.
  hiddenFrom: (state, person) => state.status !== 'absent' && state.subject === person && !told(state),
  // A proposal or its legal review becomes known with the notice.
  silentTo: (state, person) => state.status !== 'absent' && state.subject === person,
};

/** Whether due process has shown the subject anything of it. */
const told = (state: PresentProceeding): boolean => state.toldOn !== null || 'sustained' in courseOf(state);

/** Whether the subject was told of the allegation and has answered, waived answering, or let the time for it pass, which stands still while it is held. */
export const heard = (state: ProceedingState, allegationId: string, today: Day): boolean => {
  if (state.status === 'absent') return false;
  const answerBy = state.informed.get(allegationId);
  return answerBy !== undefined && (state.answered || (state.status !== 'held' && answerBy < today));
};

/**
 * Whether another allegation may be put in it: not once something was sustained, unless the subject admits this one too before anything
 * is proposed. What ended without discipline is opened again by it.
 */
export const takesAllegation = (state: ProceedingState, admitted: boolean): boolean => {
  if (state.status === 'absent') return true;
  const { status } = courseOf(state);
  return ['named', 'informed', 'not-sustained', 'no-action'].includes(status) || (admitted && status === 'sustained');
};

/** Nothing more will happen in it: a case may be closed once this holds for each of its proceedings. */
export const isOver = (state: ProceedingState): boolean =>
  ['not-sustained', 'no-action', 'final', 'reversed', 'separated', 'settled', 'expunged'].includes(state.status);

/** Whether it rests once its case does: not where it is over, nor where it is held by itself and goes on when that ends. */
export const restsWithCase = (state: ProceedingState): boolean => !isOver(state) && (state.status !== 'held' || state.withCase);

/** Whose due process this is, once they were told. */
export const subject = role(
  'subject, once informed',
  proceedings,
  (state, caller) => state.status !== 'absent' && state.subject === caller.person && told(state),
);

/** Who decides on the discipline, once something is sustained. */
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

/** Who hears the step of a grievance in hand, or heard the one last decided. What a body outside the city decides is entered by HR or the City Clerk. */
export const hears = role('authority that hears the grievance', proceedings, (state, caller) => {
  const course = state.status === 'absent' ? undefined : courseOf(state);
  if (course?.status !== 'grieved' && course?.status !== 'grievance-answered') return undefined;
  if (course.grievance.step.hears !== null) return decidesFor(course.grievance.step.hears, caller);
  return (['HR', 'City Clerk'] as const).find((office) => caller.offices.some((held) => held.office === office));
});

/** Whoever was appointed from outside to hear the step in hand, on the days agreed with them. */
export const hearingOfficer = role('hearing officer of the step', proceedings, (state, caller) => {
  const course = state.status === 'absent' ? undefined : courseOf(state);
  const officer = course && 'grievance' in course ? course.grievance.officer : null;
  if (officer?.person !== caller.person || caller.today === undefined) return undefined;
  return officer.from <= caller.today && caller.today <= officer.to;
});
