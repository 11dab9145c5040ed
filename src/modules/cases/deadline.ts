import { type Day, endOfDay, plusDays } from '../../platform/clock.js';
import type { Reads } from '../../platform/views/read.js';
import { type Deadlines, deadlinesOn, procedure, procedureId } from './procedure.js';

/** The deadlines in force today. */
export const deadlinesToday = async (reads: Reads): Promise<Deadlines | undefined> =>
  deadlinesOn(await reads.state(procedure, procedureId), reads.today);

/** The end, in the city, of the day that many calendar days from today. */
export const dueIn = (days: number, { today, timeZone }: { readonly today: Day; readonly timeZone: string }): string =>
  endOfDay(timeZone, plusDays(today, days));
