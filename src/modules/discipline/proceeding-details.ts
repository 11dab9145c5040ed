import type { StoredEvent } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import type { Act, Authority, Service } from '../procedure/procedure.public.js';
import {
  courseOf,
  type GrievanceDecision,
  type Orderer,
  type ProceedingState,
  type SeparationReason,
} from '../proceedings/proceedings.public.js';
import { eventsOf } from './proceeding-disclosure.js';

/** The decision of a step of a grievance. */
export class GrievanceDecisionShown {
  on!: Day;
  outcome!: GrievanceDecision;
  /** Id of the lighter rung that replaces the imposed one; null where none does. */
  rung!: string | null;
  rungName!: string | null;
  /** Nothing of the discipline remains. */
  reversed!: boolean;
  reasons!: string;
  /** The hearing officer or arbitrator outside the city. */
  heardBy!: string | null;
  meetingOn!: Day | null;
  motion!: string | null;
  /** ISO 8601: until when it may be taken to the next step; null where it ends. */
  advanceUntil!: string | null;
}

/** A person from outside who hears a step and decides it in person. */
export class HearingOfficerShown {
  /** Person id. */
  @PersonRef() person!: string;
  from!: Day;
  to!: Day;
}

export class GrievanceStepShown {
  /** From 0. */
  index!: number;
  name!: string;
  /** An office, Council, or a body outside the city. */
  hears!: string;
  takenOn!: Day;
  grounds!: string | null;
  /** ISO 8601; null where nothing limits it. */
  decideBy!: string | null;
  /** Null where none was appointed, or the one appointed was released. */
  officer!: HearingOfficerShown | null;
  decision!: GrievanceDecisionShown | null;
}

export class GrievanceShown {
  filedOn!: Day;
  /** ISO 8601: when the procedure counts as exhausted. */
  exhaustsAt!: string | null;
  steps!: GrievanceStepShown[];
  withdrawnOn!: Day | null;
  exhaustedOn!: Day | null;
  exhaustedBecause!: 'no-further-step' | 'not-taken-on' | 'time' | null;
}

/** The copy of the grievance procedure that the subject must get. */
export class GrievanceCopyShown {
  /** ISO 8601. */
  dueAt!: string;
  givenOn!: Day | null;
  service!: Service | null;
  /** It was not given in time. */
  overdue!: boolean;
}

export class ReductionShown {
  on!: Day;
  rung!: string;
  rungName!: string;
  reducedFrom!: string;
  reasons!: string;
  meetingOn!: Day | null;
  motion!: string | null;
}

/** The discipline in force. */
export class StandingDiscipline {
  rung!: string;
  rungName!: string;
  effectiveOn!: Day;
  countsUntil!: Day | null;
}

/** A time during which the proceeding was held. */
export class ProceedingHoldShown {
  from!: Day;
  /** Null to the subject, and to a reader who is not shown the discipline. */
  reasons!: string | null;
  resumedOn!: Day | null;
}

export class SeparationShown {
  on!: Day;
  reason!: SeparationReason;
  note!: string | null;
}

export class SettlementShown {
  on!: Day;
  /**
   * Null to all but the subject, counsel, the deciding authority and the offices that keep the
   * records.
   */
  terms!: string | null;
  approvedBy!: string;
  meetingOn!: Day | null;
  motion!: string | null;
}

export class ReturnShown {
  on!: Day;
  because!: 'response' | 'new-evidence';
  reasons!: string;
}

/** A correction of the entry in the history. */
export class CorrectionShown {
  on!: Day;
  /** Null where the day was right. */
  effectiveOn!: Day | null;
  /**
   * Id of the allegation whose clause or version was wrong; null where it was none. `clause` and
   * `policyVersion` are the right ones.
   */
  allegationId!: string | null;
  clause!: string | null;
  policyVersion!: string | null;
  reasons!: string;
  /** The authority that had it corrected; null in corrections from before it was asked for. */
  authority!: Authority | null;
}

export class RebuttalShown {
  on!: Day;
  statement!: string;
}

export class ExpungementShown {
  on!: Day;
  orderedBy!: Orderer;
  orderedOn!: Day;
  order!: string;
}

/**
 * The course of a proceeding beyond its main steps, for example grievance, holds and corrections.
 */
export class CourseOfProceeding {
  /** Null where nothing was imposed, or nothing of it remains. */
  standing!: StandingDiscipline | null;
  /** New grounds for which a notice was served afresh, the latest last. */
  newGrounds!: string[];
  reductions!: ReductionShown[];
  grievance!: GrievanceShown | null;
  grievanceCopy!: GrievanceCopyShown | null;
  returns!: ReturnShown[];
  holds!: ProceedingHoldShown[];
  separation!: SeparationShown | null;
  settlement!: SettlementShown | null;
  corrections!: CorrectionShown[];
  rebuttals!: RebuttalShown[];
  expungement!: ExpungementShown | null;
}

const actIn = (act: Act | null) => ({ meetingOn: act?.meetingOn ?? null, motion: act?.motion ?? null });

function officerOf(step: number, events: readonly StoredEvent[]): HearingOfficerShown | null {
  const [appointed] = eventsOf('HearingOfficerAppointed', events)
    .filter(({ index }) => index === step)
    .slice(-1);
  if (!appointed) return null;
  const after = events.slice(events.findLastIndex(({ data }) => data === appointed));
  if (eventsOf('HearingOfficerReleased', after).length > 0) return null;
  const { officer: person, from, to } = appointed;
  return { person, from, to };
}

function grievanceIn(events: readonly StoredEvent[]): GrievanceShown | null {
  const [filed] = eventsOf('GrievanceFiled', events);
  if (!filed) return null;
  const decided = eventsOf('GrievanceDecided', events);
  const steps = [filed, ...eventsOf('GrievanceAdvanced', events)].map(({ index, step, on, grounds, decideBy }): GrievanceStepShown => {
    const decision = decided.find((one) => one.index === index);
    return {
      index,
      name: step.name,
      hears: step.hears ?? step.outside ?? '',
      takenOn: on,
      grounds,
      decideBy,
      officer: officerOf(index, events),
      decision: decision
        ? {
            on: decision.on,
            outcome: decision.outcome,
            rung: decision.rung?.id ?? null,
            rungName: decision.rung?.name ?? null,
            reversed: decision.reversed,
            reasons: decision.reasons,
            heardBy: decision.heardBy,
            ...actIn(decision.act),
            advanceUntil: decision.advanceUntil,
          }
        : null,
    };
  });
  const exhausted = eventsOf('GrievanceExhausted', events).at(-1);
  return {
    filedOn: filed.on,
    exhaustsAt: filed.exhaustsAt,
    steps,
    withdrawnOn: eventsOf('GrievanceWithdrawn', events).at(-1)?.on ?? null,
    exhaustedOn: exhausted?.on ?? null,
    exhaustedBecause: exhausted?.because ?? null,
  };
}

function copyIn(events: readonly StoredEvent[], now: string): GrievanceCopyShown | null {
  const owed = eventsOf('GrievanceCopyOwed', events).at(-1);
  if (!owed) return null;
  const given = eventsOf('GrievanceCopyGiven', events).at(-1);
  const flagged = eventsOf('GrievanceCopyOverdue', events).length > 0;
  const overdue = flagged || (!given && owed.dueAt <= now);
  return { dueAt: owed.dueAt, givenOn: given?.on ?? null, service: given?.service ?? null, overdue };
}

function standingIn(state: ProceedingState): StandingDiscipline | null {
  const course = state.status === 'absent' ? state : courseOf(state);
  if (!('discipline' in course) || course.status === 'reversed') return null;
  const { rung, imposedOn, countsUntil } = course.discipline;
  return { rung: rung.id, rungName: rung.name, effectiveOn: imposedOn, countsUntil };
}

const noCharge = { allegationId: null, clause: null, policyVersion: null };

/** The course that these events give, with the values that an audience reads, at a moment (ISO 8601). */
export function courseIn(events: readonly StoredEvent[], state: ProceedingState, moment: string): CourseOfProceeding {
  const resumed = eventsOf('ProceedingResumed', events);
  const settled = eventsOf('ProceedingSettled', events).at(-1) ?? eventsOf('DisciplineSettled', events).at(-1);
  const separated = state.status === 'separated' ? eventsOf('ProceedingSeparated', events).at(-1) : undefined;
  const expunged = eventsOf('DisciplineExpunged', events).at(-1);
  return {
    standing: eventsOf('DisciplineImposed', events).length > 0 ? standingIn(state) : null,
    newGrounds: eventsOf('GroundsAdded', events).map(({ grounds }) => grounds),
    reductions: eventsOf('DisciplineReduced', events).map(({ on, rung, reducedFrom, reasons, act }) => ({
      on,
      rung: rung.id,
      rungName: rung.name,
      reducedFrom,
      reasons,
      ...actIn(act),
    })),
    grievance: grievanceIn(events),
    grievanceCopy: copyIn(events, moment),
    returns: eventsOf('ReturnedToInvestigation', events).map(({ on, because, reasons }) => ({ on, because, reasons })),
    holds: eventsOf('ProceedingHeld', events).map(({ on, reasons }) => ({
      from: on,
      reasons,
      resumedOn: resumed.find((one) => one.on >= on)?.on ?? null,
    })),
    separation: separated ? { on: separated.on, reason: separated.reason, note: separated.note } : null,
    settlement: settled ? { on: settled.on, terms: settled.terms, approvedBy: settled.approvedBy, ...actIn(settled.act) } : null,
    corrections: [
      ...eventsOf('DisciplineCorrected', events).map(({ on, effectiveOn, reasons, authority }) => ({
        ...noCharge,
        on,
        effectiveOn,
        reasons,
        authority,
      })),
      ...eventsOf('ChargeCorrected', events).map(({ caseId: _, was: __, ...charge }) => ({ ...charge, effectiveOn: null })),
    ].sort((a, b) => (a.on < b.on ? -1 : 1)),
    rebuttals: eventsOf('RebuttalAdded', events).map(({ on, statement }) => ({ on, statement })),
    expungement: expunged ? { on: expunged.on, orderedBy: expunged.orderedBy, orderedOn: expunged.orderedOn, order: expunged.order } : null,
  };
}
