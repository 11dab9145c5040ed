import { type Day, plusMonths } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import { isSuperior, people, type Track, trackOn } from '../directory/directory.public.js';
import {
  type CityTime,
  counted,
  dueIn,
  type GrievanceStep,
  grievancesOn,
  ladderOn,
  lighterRung,
  type ProcedureState,
  procedure,
  procedureId,
  type Rung,
  spanOf,
} from '../procedure/procedure.public.js';
import type { Discipline, PresentProceeding } from '../proceedings/proceedings.public.js';

/** The facts for a step of a grievance, as of today. */
export interface GrievanceFacts {
  /** The subject is the caller's superior. */
  readonly subjectIsSuperior: boolean;
  /** The subject's track of today, or their last one. */
  readonly track: Track | undefined;
  readonly procedure: ProcedureState;
}

export async function gatherGrievance({ subject }: PresentProceeding, reads: Reads): Promise<GrievanceFacts> {
  const person = await reads.state(people, subject);
  return {
    subjectIsSuperior: isSuperior(person, await reads.state(people, reads.caller.person), reads.today),
    track: trackOn(person, reads.today),
    procedure: await reads.state(procedure, procedureId),
  };
}

/** A rung of the ladder that is in force today, by its id; refuses one that is not lighter than what was imposed. */
export function lighterRungToday(
  id: string,
  { rung, track }: Discipline,
  facts: GrievanceFacts,
  today: Day,
  refuse: Refuse<'proceeding.no-such-rung' | 'proceeding.not-lighter', 'proceeding.no-ladder'>,
): Rung {
  const ladder = ladderOn(facts.procedure, facts.track ?? track, today) ?? refuse('proceeding.no-ladder', { fields: [] });
  return lighterRung(ladder.rungs, id, rung, refuse);
}

export interface PlacedStep {
  readonly index: number;
  readonly step: GrievanceStep;
}

/**
 * The first step, from index `from` on, of the procedure of that day, which the authority that
 * imposed the discipline does not hear.
 */
export function stepFrom(from: number, decidedAs: string, track: Track, state: ProcedureState, day: Day): PlacedStep | undefined {
  const steps = grievancesOn(state, track, day)?.steps ?? [];
  const index = steps.findIndex(({ hears }, at) => at >= from && hears !== decidedAs);
  const step = steps[index];
  return step && { index, step };
}

/** The time until which a grievance may be brought to a step. ISO 8601. */
export const fileUntil = ({ step }: PlacedStep, state: ProcedureState, time: CityTime): string =>
  dueIn(spanOf(step.fileDays, step.counts, state), time);

/**
 * The time by which a step that is taken today must be decided, ISO 8601; null where nothing limits
 * it.
 */
export const decideBy = ({ step }: PlacedStep, state: ProcedureState, time: CityTime): string | null =>
  step.decideDays === null ? null : dueIn(spanOf(step.decideDays, step.counts, state), time);

/**
 * The time until which discipline imposed today may be grieved, ISO 8601; null where it may not be.
 * It follows from the days of the first step, or from those of the rung where no steps are set.
 */
export function grievableUntil(rung: Rung, decidedAs: string, track: Track, state: ProcedureState, time: CityTime): string | null {
  if (rung.grievanceDays === 0) return null;
  const first = stepFrom(0, decidedAs, track, state, time.today);
  return first ? fileUntil(first, state, time) : dueIn(counted('grievance', rung.grievanceDays, state, time.today), time);
}

/**
 * The last day on which a rung that replaces the imposed one counts; null where it counts without
 * limit.
 */
export const countsUntil = (rung: Rung, { imposedOn }: Discipline): Day | null =>
  rung.countsForMonths === null ? null : plusMonths(imposedOn, rung.countsForMonths);
