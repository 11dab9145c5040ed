import { IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/clock.js';
import { IsDay } from '../../platform/commands/fields.js';
import { AsOfQuery, detail } from '../../platform/views/read.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { chainOn, deadlinesOn, ladderOn, procedure, procedureId } from './procedure.js';
import type { ChainLineFields } from './set-chain-of-authorities.js';
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

/** Calendar days. */
export class DeadlinesInForce {
  effectiveFrom!: Day;
  instrument!: string;
  triage!: number;
  investigation!: number;
  determination!: number;
  discipline!: number;
  answer!: number;
}

/** How the city deals with violations on a day. */
export class ProcedureInForce {
  on!: Day;
  ladders!: LadderInForce[];
  chain!: ChainInForce | null;
  deadlines!: DeadlinesInForce | null;
}

/** The ladders, the chain of authorities and the deadlines in force on a day. */
export class GetProcedure extends AsOfQuery<ProcedureInForce> {
  /** A day in the city's time zone; the day shown unless given. */
  @IsOptional() @IsDay() on?: Day;
}

export const GetProcedureHandler = detail<GetProcedure, typeof procedure, ProcedureInForce, Record<never, never>>(GetProcedure, {
  stream: procedure,
  of: () => procedureId,
  may: [anyone],
  async run({ on }, state, reads) {
    const day = on ?? dayIn(reads.timeZone, reads.moment);
    const chain = chainOn(state, day);
    return {
      on: day,
      ladders: tracks.flatMap((track) => {
        const ladder = ladderOn(state, track, day);
        return ladder ? [{ ...ladder, rungs: [...ladder.rungs] }] : [];
      }),
      chain: chain ? { ...chain, lines: [...chain.lines] } : null,
      deadlines: deadlinesOn(state, day) ?? null,
    };
  },
});
