import { IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { chainOn, type DeadlineName, deadlinesOn, grievancesOn, ladderOn, procedure, procedureId } from './procedure.js';
import type { ChainLineFields } from './set-chain-of-authorities.js';
import type { GrievanceStepFields } from './set-grievance-steps.js';
import type { HolidayFields } from './set-holidays.js';
import type { RungFields } from './set-ladder.js';

export class LadderInForce {
  track!: Track;
  effectiveFrom!: Day;
  instrument!: string;
  rungs!: RungFields[];
}

export class ChainInForce {
  effectiveFrom!: Day;
  instrument!: string;
  lines!: ChainLineFields[];
}

/** Days. They are calendar days unless `business` names the deadline. */
export class DeadlinesInForce {
  effectiveFrom!: Day;
  instrument!: string;
  triage!: number;
  investigation!: number;
  determination!: number;
  discipline!: number;
  answer!: number;
  business!: DeadlineName[];
}

export class GrievanceProcedureInForce {
  track!: Track;
  effectiveFrom!: Day;
  instrument!: string;
  steps!: GrievanceStepFields[];
  /** Calendar days. */
  exhaustedAfter!: number | null;
  /** Ids of the rungs after which the subject must get a copy. */
  copyRungs!: string[];
  /** Calendar days. */
  copyWithin!: number | null;
}

/** The procedure for violations that is in force on a day. */
export class ProcedureInForce {
  on!: Day;
  ladders!: LadderInForce[];
  chain!: ChainInForce | null;
  deadlines!: DeadlinesInForce | null;
  grievances!: GrievanceProcedureInForce[];
  /** The holidays of the year of that day; empty where none were set. */
  holidays!: HolidayFields[];
}

/** The ladders, the chain of authorities, the deadlines and the grievance procedures in force on a day, and the holidays of its year. */
export class GetProcedure extends AsOfQuery<ProcedureInForce> {
  /** A day in the city's time zone; the day shown unless given. */
  @IsOptional() @IsDay() on?: Day;
}

export const GetProcedureHandler = streamQuery<GetProcedure, typeof procedure, ProcedureInForce, Record<never, never>>(GetProcedure, {
  stream: procedure,
  of: () => procedureId,
  may: [anyone],
  async run({ on }, state, reads) {
    const day = on ?? dayIn(reads.timeZone, reads.moment);
    const chain = chainOn(state, day);
    const deadlines = deadlinesOn(state, day);
    return {
      on: day,
      ladders: tracks.flatMap((track) => {
        const ladder = ladderOn(state, track, day);
        return ladder ? [{ ...ladder, rungs: [...ladder.rungs] }] : [];
      }),
      chain: chain ? { ...chain, lines: [...chain.lines] } : null,
      deadlines: deadlines ? { ...deadlines, business: [...deadlines.business] } : null,
      grievances: tracks.flatMap((track) => {
        const one = grievancesOn(state, track, day);
        return one ? [{ ...one, steps: [...one.steps], copyRungs: [...one.copyRungs] }] : [];
      }),
      holidays: [...((state.status === 'set' && state.holidays.get(Number(day.slice(0, 4)))?.holidays) || [])],
    };
  },
});
