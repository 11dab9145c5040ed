import { Command } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { type CheckedIn, checkedIn, procedure, procedureId, procedureRefusals, ReportTermsSet } from './procedure.js';

/**
 * Sets the calendar days for dealing with the senders of reports, from a day on. Times that already
 * run do not change.
 */
export class SetReportTerms extends Command<Receipt> {
  @IsDay() effectiveFrom!: Day;
  /** The instrument that sets them, for example a resolution or an administrative order. */
  @IsName() instrument!: string;
  /** To acknowledge the receipt of a report. */
  @IsInt() @Min(1) @Max(730) acknowledge!: number;
  /** From telling a reporter of a disclosure of their identity to the disclosure. */
  @IsInt() @Min(1) @Max(730) disclosure!: number;
  /** Between two check-ins with a person who reported retaliation. */
  @IsInt() @Min(1) @Max(730) checkInEvery!: number;
  /** The time in which check-ins are made. */
  @IsInt() @Min(1) @Max(730) checkInsFor!: number;
  /**
   * `employees`: with every employee who reports by name. `retaliation`, also if it is left out:
   * with everyone who reports retaliation.
   */
  @IsOptional() @IsIn(checkedIn) checkInsWith?: CheckedIn;
}

export const SetReportTermsHandler = commandHandler(SetReportTerms, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('HR'), office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated'),
  opens: 'always',
  decide(
    { effectiveFrom, instrument, acknowledge, disclosure, checkInEvery, checkInsFor, checkInsWith = 'retaliation' },
    state,
    { today, refuse },
  ) {
    const before = state.status === 'set' && state.reportTerms.length > 0;
    if (before && effectiveFrom < today) return refuse('procedure.backdated', { fields: ['effectiveFrom'] });
    return [ReportTermsSet({ effectiveFrom, instrument, acknowledge, disclosure, checkInEvery, checkInsFor, checkInsWith })];
  },
});
