import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { LadderSet, noEmployees, procedure, procedureId, procedureRefusals } from './procedure.js';
import { IsRungId } from './rung-id.js';
import { type Authority, authorities } from './vocabulary.js';

/** A step of the ladder of sanctions. */
export class RungFields {
  /** Lower-case words with hyphens, for example `written-warning`. */
  @IsRungId() id!: string;
  @IsName() name!: string;
  /** Weight: a heavier rung has a higher one. */
  @IsInt() @Min(0) @Max(100) order!: number;
  /** The rung is discipline. Coaching is none. */
  @IsBoolean() discipline!: boolean;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(authorities, { each: true }) imposedBy!: Authority[];
  @IsBoolean() needsNotice!: boolean;
  @IsBoolean() needsLegalReview!: boolean;
  /** Days to respond to the notice; 0 where no notice is needed. */
  @IsInt() @Min(0) @Max(365) responseDays!: number;
  /** Days to grieve; 0 where the discipline is final at once. */
  @IsInt() @Min(0) @Max(365) grievanceDays!: number;
  /** Months in which it counts as earlier discipline; null where it counts without limit. */
  @ValidateIf(({ countsForMonths }) => countsForMonths !== null) @IsInt() @Min(1) @Max(600) countsForMonths!: number | null;
}

/** Sets the ladder of sanctions of one employment track from a day on. */
export class SetLadder extends Command<Receipt> {
  @IsIn(tracks) track!: Track;
  @IsDay() effectiveFrom!: Day;
  /**
   * The instrument that sets it, for example a resolution, an agreement or an administrative order.
   */
  @IsName() instrument!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => RungFields) rungs!: RungFields[];
}

export const SetLadderHandler = commandHandler(SetLadder, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('HR'), office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated', 'procedure.rungs-unordered', 'procedure.response-missing', 'procedure.no-employees'),
  opens: 'always',
  decide({ track, effectiveFrom, instrument, rungs }, state, { today, refuse }) {
    const before = state.status === 'set' && state.ladders.some((ladder) => ladder.track === track);
    if (before && effectiveFrom < today) return refuse('procedure.backdated', { fields: ['effectiveFrom'] });
    const repeated = (['id', 'order'] as const).flatMap((member) =>
      pathsIn('rungs', rungs, (rung, at) => rungs.findIndex((one) => one[member] === rung[member]) < at, member),
    );
    if (repeated.length > 0) return refuse('procedure.rungs-unordered', { fields: repeated });
    const unanswered = pathsIn('rungs', rungs, ({ needsNotice, responseDays }) => needsNotice !== responseDays > 0, 'responseDays');
    if (unanswered.length > 0) return refuse('procedure.response-missing', { fields: unanswered });
    const grievable = pathsIn('rungs', rungs, ({ grievanceDays }) => grievanceDays > 0, 'grievanceDays');
    if (noEmployees.has(track) && grievable.length > 0) return refuse('procedure.no-employees', { fields: grievable });
    return [LadderSet({ track, effectiveFrom, instrument, rungs: rungs.map((rung) => ({ ...rung })) })];
  },
});
