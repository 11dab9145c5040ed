import { Command } from '@nestjs/cqrs';
import { ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { type DeadlineName, DeadlinesSet, deadlineNames, procedure, procedureId, procedureRefusals } from './procedure.js';

/** Sets the days for each step of a case, from a day on. Steps under way keep their days. */
export class SetDeadlines extends Command<Receipt> {
  @IsDay() effectiveFrom!: Day;
  /** The instrument that sets them, for example a resolution or an administrative order. */
  @IsName() instrument!: string;
  @IsInt() @Min(1) @Max(730) triage!: number;
  @IsInt() @Min(1) @Max(730) investigation!: number;
  @IsInt() @Min(1) @Max(730) determination!: number;
  @IsInt() @Min(1) @Max(730) discipline!: number;
  /** For a subject to answer an allegation. */
  @IsInt() @Min(1) @Max(730) answer!: number;
  /**
   * Deadlines that count only days on which the city works. Deadlines that are not in this list
   * count calendar days. For `response` and `grievance` the ladder gives the number of days.
   */
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(deadlineNames, { each: true }) business?: DeadlineName[] | null;
}

export const SetDeadlinesHandler = commandHandler(SetDeadlines, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('HR'), office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated'),
  opens: 'always',
  decide({ effectiveFrom, instrument, business, ...days }, state, { today, refuse }) {
    const { triage, investigation, determination, discipline, answer } = days;
    const before = state.status === 'set' && state.deadlines.length > 0;
    if (before && effectiveFrom < today) return refuse('procedure.backdated', { fields: ['effectiveFrom'] });
    return [
      DeadlinesSet({
        effectiveFrom,
        instrument,
        triage,
        investigation,
        determination,
        discipline,
        answer,
        business: [...(business ?? [])],
      }),
    ];
  },
});
