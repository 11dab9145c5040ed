import type { Day } from '../../platform/ground/clock.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import type { Track } from '../directory/directory.public.js';
import type { Authority, GrievanceStep, Rung, Service } from '../procedure/procedure.public.js';
import type { GrievanceDecision, SeparationReason } from './proceeding.events.js';

export interface AllegationThere {
  readonly allegationId: string;
  readonly clause: string;
  readonly policyVersion: string;
}
export interface Subject {
  readonly caseId: string;
  readonly subject: string;
  readonly openedOn: Day;
  /**
   * The track on the day on which the proceeding opened. Each step looks up the track of its own
   * day.
   */
  readonly track: Track | null;
  readonly department: string | null;
  readonly allegations: readonly (AllegationThere & { readonly putOn: Day })[];
  /** Allegations of which the subject was informed, each with the last day to answer it. */
  readonly informed: ReadonlyMap<string, string>;
  /** The subject answered, or waived the answer, after they were last informed. */
  readonly answered: boolean;
  /** The day on which the subject was last informed; null before. */
  readonly toldOn: Day | null;
  /** The day on which the subject was first informed; null before. */
  readonly firstToldOn: Day | null;
}
export interface Proposal {
  readonly on: Day;
  readonly rung: Rung;
  readonly considers: readonly string[];
  readonly departure: Sealed | null;
  readonly reviewed: 'sufficient' | 'insufficient' | null;
}
export interface Sustained {
  readonly sustained: readonly string[];
  /**
   * The authority that decides on the discipline, taken from the case when something was sustained.
   */
  readonly decides: Authority;
}
export interface Noticed {
  readonly notice: {
    readonly rung: Rung;
    readonly considers: readonly string[];
    readonly service: Service;
    readonly on: Day;
    readonly respondBy: Day;
    readonly respondUntil: string;
  };
}
export interface Discipline {
  readonly rung: Rung;
  readonly track: Track;
  readonly imposedOn: Day;
  readonly decidedBy: string;
  /** The authority, or the office, that imposed it. */
  readonly decidedAs: string;
  readonly grievableUntil: string | null;
  /** Last day on which it counts as earlier discipline; null where it counts without limit. */
  readonly countsUntil: Day | null;
  /** The copy of the grievance procedure that the subject must get; null where none is due. */
  readonly copy: { readonly dueAt: string; readonly givenOn: Day | null; readonly overdue: boolean } | null;
}
/** A person from outside who hears one step, with their first and last day. */
export interface HearingOfficer {
  readonly person: string;
  readonly from: Day;
  readonly to: Day;
}
/** The grievance under way, at its current step or at the one decided last. */
export interface Grievance {
  readonly filedOn: Day;
  readonly index: number;
  readonly step: GrievanceStep;
  /** When the step must be decided; null where nothing limits it. */
  readonly decideBy: string | null;
  /**
   * When the procedure counts as exhausted, in whatever state it is; null where no rule says so.
   */
  readonly exhaustsAt: string | null;
  /** Person ids of the people who decided or entered the earlier steps. */
  readonly heard: readonly string[];
  /** The hearing officer of the current step, or of the one decided last. */
  readonly officer: HearingOfficer | null;
}
export type GrievanceOutcome = GrievanceDecision | 'withdrawn' | 'exhausted';
interface Decided extends Subject, Sustained {
  readonly discipline: Discipline;
}
/** A proceeding that takes its course. */
export type CurrentProceeding =
  | ({ readonly status: 'named' | 'informed' | 'not-sustained' } & Subject)
  | ({ readonly status: 'sustained' } & Subject & Sustained)
  | ({ readonly status: 'no-action' } & Subject & Sustained)
  | ({ readonly status: 'proposed' } & Subject & Sustained & { readonly proposal: Proposal })
  | ({ readonly status: 'noticed' | 'responded' | 'waived' | 'lapsed' } & Subject & Sustained & { readonly proposal: Proposal } & Noticed)
  | ({ readonly status: 'imposed' } & Decided)
  | ({ readonly status: 'grieved'; readonly grievance: Grievance } & Decided)
  /**
   * A step was decided against the subject, who may take it on until `advanceUntil`; null where no
   * step is left.
   */
  | ({
      readonly status: 'grievance-answered';
      readonly grievance: Grievance;
      readonly outcome: GrievanceOutcome;
      readonly advanceUntil: string | null;
    } & Decided)
  /** `reversed`: nothing of the discipline remains. */
  | ({ readonly status: 'final' | 'reversed'; readonly outcome: GrievanceOutcome | null } & Decided);
/**
 * A proceeding that was taken out of its course. `before` is the state from which it would
 * continue.
 */
export type SetAsideProceeding =
  | ({ readonly status: 'held'; readonly before: CurrentProceeding; readonly heldOn: Day; readonly withCase: boolean } & Subject)
  | ({
      readonly status: 'separated';
      readonly before: CurrentProceeding;
      readonly reason: SeparationReason;
      readonly stoodOn: Day;
    } & Subject)
  | ({ readonly status: 'settled'; readonly before: CurrentProceeding; readonly approvedBy: Authority } & Subject)
  | ({ readonly status: 'expunged'; readonly before: CurrentProceeding } & Subject);
export type PresentProceeding = CurrentProceeding | SetAsideProceeding;
export type ProceedingState = { readonly status: 'absent' } | PresentProceeding;

export const presentProceeding = (state: ProceedingState): PresentProceeding => {
  if (state.status === 'absent') throw new Error('a proceeding starts with ProceedingOpened');
  return state;
};
/** The state of a proceeding in its course, or its last one before it was taken out of it. */
export const courseOf = (state: PresentProceeding): CurrentProceeding => ('before' in state ? state.before : state);

export const subjectOf = (state: ProceedingState): Subject => {
  const { caseId, subject, openedOn, track, department, allegations, informed, answered, toldOn, firstToldOn } = presentProceeding(state);
  return { caseId, subject, openedOn, track, department, allegations, informed, answered, toldOn, firstToldOn };
};
export const sustainedOf = (state: ProceedingState): Subject & Sustained => {
  if (!('sustained' in state)) throw new Error('nothing was sustained');
  return { ...subjectOf(state), sustained: state.sustained, decides: state.decides };
};
export const proposedOf = (state: ProceedingState): Subject & Sustained & { proposal: Proposal } => {
  if (!('proposal' in state)) throw new Error('nothing was proposed');
  return { ...sustainedOf(state), proposal: state.proposal };
};
export const noticedOf = (state: ProceedingState): Subject & Sustained & { proposal: Proposal } & Noticed => {
  if (!('notice' in state)) throw new Error('no notice was served');
  return { ...proposedOf(state), notice: state.notice };
};
export const imposedOf = (state: ProceedingState): Decided => {
  if (!('discipline' in state)) throw new Error('nothing was imposed');
  return { ...sustainedOf(state), discipline: state.discipline };
};
export const grievanceOf = (state: ProceedingState): Grievance => {
  if (!('grievance' in state)) throw new Error('no grievance was filed');
  return state.grievance;
};

/**
 * Applies a step to a proceeding, also while it is taken out of its course. There the result waits
 * for the day on which the proceeding continues.
 */
export const inCourse = (state: ProceedingState, step: (course: CurrentProceeding) => CurrentProceeding): ProceedingState => {
  const current = presentProceeding(state);
  if (!('before' in current)) return step(current);
  const before = step(current.before);
  return { ...current, ...subjectOf(before), before };
};
