import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { type Counting, countings } from './grievance-step.js';
import { GrievanceStepsSet, noEmployees, procedure, procedureId, procedureRefusals } from './procedure.js';
import { IsRungId } from './rung-id.js';
import { type Authority, authorities } from './vocabulary.js';

/** A step of the grievance procedure. An authority of the city or a body outside hears it. */
export class GrievanceStepFields {
  @IsName() name!: string;
  /** An office or Council. */
  @IsOptional() @IsIn(authorities) hears?: Authority | null;
  /** A hearing officer, arbitrator or board outside the city. */
  @IsOptional() @IsName() outside?: string | null;
  /**
   * Days to bring the grievance here after the decision that it is against. The days of the first
   * step run from the day of the discipline.
   */
  @IsInt() @Min(1) @Max(365) fileDays!: number;
  /** Days to decide; null where nothing limits them. */
  @IsOptional() @IsInt() @Min(1) @Max(365) decideDays?: number | null;
  @IsIn(countings) counts!: Counting;
}

/**
 * Sets the grievance procedure of one employment track from a day on. A step that was taken keeps
 * its terms.
 */
export class SetGrievanceSteps extends Command<Receipt> {
  @IsIn(tracks) track!: Track;
  @IsDay() effectiveFrom!: Day;
  /** The instrument that sets it, for example the handbook or an agreement. */
  @IsName() instrument!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => GrievanceStepFields)
  steps!: GrievanceStepFields[];
  /** Calendar days after its start from which it counts as exhausted. */
  @IsOptional() @IsInt() @Min(1) @Max(730) exhaustedAfter?: number | null;
  /** Ids of the rungs after which the subject must get a copy of this procedure. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsRungId({ each: true }) copyRungs?: string[] | null;
  /** Calendar days to give that copy. */
  @IsOptional() @IsInt() @Min(1) @Max(730) copyWithin?: number | null;
}

export const SetGrievanceStepsHandler = commandHandler(SetGrievanceSteps, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('HR'), office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated', 'procedure.no-employees', 'procedure.hearer-unclear', 'procedure.copy-unclear'),
  opens: 'always',
  decide(command, state, { today, refuse }) {
    const { track, effectiveFrom, instrument, steps, exhaustedAfter = null, copyWithin = null } = command;
    const before = state.status === 'set' && state.grievances.some((one) => one.track === track);
    if (before && effectiveFrom < today) return refuse('procedure.backdated', { fields: ['effectiveFrom'] });
    if (noEmployees.has(track)) return refuse('procedure.no-employees', { fields: ['track'] });
    const unclear = pathsIn('steps', steps, ({ hears, outside }) => (hears == null) === (outside == null));
    if (unclear.length > 0)
      return refuse('procedure.hearer-unclear', { fields: unclear.flatMap((at) => [`${at}.hears`, `${at}.outside`]) });
    const copyRungs = [...(command.copyRungs ?? [])];
    if (copyRungs.length > 0 !== (copyWithin !== null))
      return refuse('procedure.copy-unclear', { fields: [copyWithin === null ? 'copyWithin' : 'copyRungs'] });
    const terms = steps.map(({ name, hears = null, outside = null, fileDays, decideDays = null, counts }) => ({
      name,
      hears,
      outside,
      fileDays,
      decideDays,
      counts,
    }));
    return [GrievanceStepsSet({ track, effectiveFrom, instrument, steps: terms, exhaustedAfter, copyRungs, copyWithin })];
  },
});
