import type { StoredEvent } from '../../platform/events/event.js';
import type { Shows } from '../../platform/events/stream.js';
import type { proceedingEvents } from './proceeding.events.js';
import { courseOf, type PresentProceeding, type ProceedingState } from './proceeding.state.js';

/**
 * Who reads of a proceeding. `subject`: its subject, and the hearing officer of its grievance, who
 * reads the same. `case`: who reads the prose of its case. `prosecutor` and `public`: for whom a
 * file of the case is made.
 */
export type ProceedingAudience =
  | 'subject'
  | 'decider'
  | 'hears'
  | 'director'
  | 'manager'
  | 'counsel'
  | 'clerk'
  | 'hr'
  | 'auditor'
  | 'communications'
  | 'case'
  | 'prosecutor'
  | 'public';

/** Those whom counsel advises, counsel, and the offices that keep the records. */
const advised = ['decider', 'manager', 'counsel', 'clerk', 'hr'] as const;
const officers = [...advised, 'hears', 'director', 'auditor', 'prosecutor'] as const;
const parties = [...officers, 'subject'] as const;
const everyone = [...parties, 'communications'] as const;
const keepsOrders = ['hr', 'counsel', 'auditor'] as const;

const steps = { '*': everyone } as const;
const discipline = { '*': parties } as const;
const decided = { '*': parties, rung: [...parties, 'public'] } as const;
/** What was agreed with the subject, for them and those whom counsel advises. */
const agreed = { '*': parties, prose: [...advised, 'subject', 'prosecutor'] } as const;
const hold = { '*': everyone, prose: [...advised, 'prosecutor'] } as const;
const hearing = { '*': parties, prose: officers } as const;

export const proceedingShows: Shows<typeof proceedingEvents, ProceedingAudience> = {
  ProceedingOpened: steps,
  AllegationPut: steps,
  AllegationTakenBack: steps,
  ProceedingReopened: steps,
  SubjectInformed: steps,
  SubjectAnswered: { '*': [...everyone, 'case'] },
  AllegationsSustained: steps,
  NothingSustained: steps,
  DisciplineProposed: discipline,
  LegalReviewRecorded: { '*': advised },
  NoticeServed: discipline,
  ResponseReceived: discipline,
  ResponseLapsed: discipline,
  DisciplineImposed: decided,
  // The compared proceedings have audiences of their own.
  ComparablesWeighed: { '*': officers, comparables: [] },
  NoActionTaken: discipline,
  DisciplineBecameFinal: steps,
  DisciplineReduced: decided,
  GroundsAdded: discipline,
  ReturnedToInvestigation: discipline,
  GrievanceCopyOwed: discipline,
  GrievanceCopyGiven: discipline,
  GrievanceCopyOverdue: discipline,
  GrievanceFiled: discipline,
  GrievanceAdvanced: discipline,
  GrievanceDecided: decided,
  HearingOfficerAppointed: hearing,
  HearingOfficerReleased: hearing,
  GrievanceWithdrawn: discipline,
  GrievanceExhausted: discipline,
  ProceedingHeld: hold,
  ProceedingResumed: hold,
  ProceedingSeparated: { '*': everyone, prose: [...advised, 'subject', 'prosecutor'] },
  ProceedingSettled: agreed,
  DisciplineSettled: { ...agreed, rung: [...parties, 'public'] },
  DisciplineExpunged: { '*': keepsOrders, knows: ['subject'] },
  DisciplineCorrected: discipline,
  ChargeCorrected: discipline,
  RebuttalAdded: discipline,
};

/**
 * Whether due process keeps the event from the subject when it happens. They learn of an allegation
 * by being informed of it, and of a proposal with its notice or the decision.
 */
export function untoldOf(before: ProceedingState, { type, data }: StoredEvent, audience: string): boolean {
  if (audience !== 'subject') return false;
  if (type !== 'AllegationTakenBack') return type === 'AllegationPut' || type === 'DisciplineProposed';
  return before.status === 'absent' || !knowsOf(before, (data as { allegationId: string }).allegationId);
}

/** Whether due process has told the subject of the allegation. */
export function knowsOf(state: PresentProceeding, allegationId: string): boolean {
  const course = courseOf(state);
  return state.informed.has(allegationId) || ('sustained' in course && course.sustained.includes(allegationId));
}
