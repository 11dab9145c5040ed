import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { HolidaysSet, procedure, procedureId, procedureRefusals } from './procedure.js';

/** A day on which the city does not work. */
export class HolidayFields {
  @IsDay() day!: Day;
  @IsName() name!: string;
}

/**
 * Sets the holidays of a year. If holidays were set for that year before, it must be this year or a
 * later one. Business days leave holidays out.
 */
export class SetHolidays extends Command<Receipt> {
  @IsInt() @Min(2000) @Max(2200) year!: number;
  /** The instrument that sets them, for example a resolution or a statute. */
  @IsName() instrument!: string;
  @IsArray() @ArrayMaxSize(100) @ValidateNested({ each: true }) @Type(() => HolidayFields) holidays!: HolidayFields[];
}

export const SetHolidaysHandler = commandHandler(SetHolidays, {
  stream: procedure,
  of: () => procedureId,
  creates: true,
  extends: true,
  may: [office('HR'), office('City Clerk')],
  refuses: procedureRefusals('procedure.backdated', 'procedure.holiday-misplaced'),
  opens: 'always',
  decide({ year, instrument, holidays }, state, { today, refuse }) {
    const before = state.status === 'set' && state.holidays.has(year);
    if (before && year < Number(today.slice(0, 4))) return refuse('procedure.backdated', { fields: ['year'] });
    const isRepeated = (day: string, at: number) => holidays.findIndex((one) => one.day === day) < at;
    const misplaced = pathsIn('holidays', holidays, ({ day }, at) => Number(day.slice(0, 4)) !== year || isRepeated(day, at), 'day');
    if (misplaced.length > 0) return refuse('procedure.holiday-misplaced', { fields: misplaced });
    return [HolidaysSet({ year, instrument, holidays: holidays.map(({ day, name }) => ({ day, name })) })];
  },
});
