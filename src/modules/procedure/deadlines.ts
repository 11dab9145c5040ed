import { type Day, endOfDay, plusDays } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import type { Counting } from './grievance-step.js';
import { type DeadlineName, type Deadlines, deadlinesOn, holidaysOf, type ProcedureState, procedure, procedureId } from './procedure.js';

/** The length of a time: calendar days, or days on which the city works. */
export type Span = number | { readonly businessDays: number; readonly holidays: ReadonlySet<Day> };

/** The time in the city, for a decision. */
export interface CityTime {
  readonly today: Day;
  readonly timeZone: string;
}

const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Whether the city works on a day: Monday to Friday, except holidays. */
export const isBusinessDay = (day: Day, holidays: ReadonlySet<Day>): boolean =>
  weekday(day) !== 0 && weekday(day) !== 6 && !holidays.has(day);

/** The last day of a span. Counting begins on the day after `from`. */
export function lastDay(from: Day, span: Span): Day {
  if (typeof span === 'number') return plusDays(from, span);
  let day = from;
  for (let left = span.businessDays; left > 0; ) {
    day = plusDays(day, 1);
    if (isBusinessDay(day, span.holidays)) left -= 1;
  }
  return day;
}

/** The end, in the city, of the last day of a span that begins tomorrow. ISO 8601. */
export const dueIn = (span: Span, { today, timeZone }: CityTime): string => endOfDay(timeZone, lastDay(today, span));

/** A number of days with the way in which it is counted, and the holidays that the city has set. */
export const spanOf = (days: number, counts: Counting, state: ProcedureState): Span =>
  counts === 'calendar' ? days : { businessDays: days, holidays: holidaysOf(state) };

/** How the days of a deadline are counted, by the procedure in force on `day`. */
export const countingOf = (name: DeadlineName, state: ProcedureState, day: Day): Counting =>
  deadlinesOn(state, day)?.business.includes(name) ? 'business' : 'calendar';

/**
 * The days of a deadline as they are counted on a day. `days` is their number, which may come from
 * the ladder.
 */
export const counted = (name: DeadlineName, days: number, state: ProcedureState, day: Day): Span =>
  spanOf(days, countingOf(name, state, day), state);

/** The deadlines in force, each with the way in which its days are counted. */
type CaseDeadline = Exclude<DeadlineName, 'response' | 'grievance'>;
export type Spans = Omit<Deadlines, CaseDeadline> & Readonly<Record<CaseDeadline, Span>>;

const spans = (deadlines: Deadlines, state: ProcedureState): Spans => {
  const span = (name: CaseDeadline): Span => spanOf(deadlines[name], deadlines.business.includes(name) ? 'business' : 'calendar', state);
  return {
    ...deadlines,
    triage: span('triage'),
    investigation: span('investigation'),
    determination: span('determination'),
    discipline: span('discipline'),
    answer: span('answer'),
  };
};

export async function deadlinesOfDay(day: Day, reads: Pick<Reads, 'state'>): Promise<Spans | undefined> {
  const state = await reads.state(procedure, procedureId);
  const deadlines = deadlinesOn(state, day);
  return deadlines && spans(deadlines, state);
}

/** The deadlines in force today. */
export const deadlinesToday = (reads: Reads): Promise<Spans | undefined> => deadlinesOfDay(reads.today, reads);

/**
 * The last day of a time that stood still from `since` until `today`. It moves by the same number
 * of days, counted as that time counts them.
 */
export function stoodStill(last: Day, since: Day, today: Day, counts: Counting, state: ProcedureState): Day {
  if (counts === 'calendar') return plusDays(last, daysBetween(since, today));
  const holidays = holidaysOf(state);
  let businessDays = 0;
  for (let day = since; day < today; day = plusDays(day, 1)) if (isBusinessDay(day, holidays)) businessDays += 1;
  return lastDay(last, { businessDays, holidays });
}

/** The number of calendar days from one day to another. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
