import { dayIn, plusDays } from '../../../src/platform/ground/clock.js';
import type { Any } from './impartiality.js';

const works = (day: string, holidays: ReadonlySet<string>): boolean => {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return weekday > 0 && weekday < 6 && !holidays.has(day);
};
/** The last day of a time that ends with an instant. */
export const lastOf = (instant: string): string => dayIn('America/Denver', Date.parse(instant) - 1);

/** The city's deadlines and holidays, as the events set them. */
export class Deadlines {
  private readonly holidays = new Set<string>();
  private readonly deadlines: Any['data'][] = [];

  take({ type, data }: Any): void {
    if (type === 'HolidaysSet') for (const { day } of data.holidays) this.holidays.add(day);
    if (type === 'DeadlinesSet') this.deadlines.push(data);
  }
  private on(day: string): Any['data'] {
    return this.deadlines.findLast(({ effectiveFrom }) => effectiveFrom <= day);
  }

  /** The last day of a deadline that runs from a day on. */
  after(name: string, from: string, count: number = this.on(from)[name]): string {
    return this.counts(name, from) ? this.working(from, count) : plusDays(from, count);
  }
  /** A last day, later by as long as it stood still, counted as it was on a day. */
  stood(name: string, countedOn: string, last: string, since: string, until: string): string {
    return this.counts(name, countedOn) ? this.workingRest(last, since, until) : this.calendarRest(last, since, until);
  }
  calendarRest(last: string, since: string, until: string): string {
    return plusDays(last, Math.round((Date.parse(until) - Date.parse(since)) / (24 * 60 * 60_000)));
  }
  workingRest(last: string, since: string, until: string): string {
    let count = 0;
    for (let day = since; day < until; day = plusDays(day, 1)) if (works(day, this.holidays)) count += 1;
    return this.working(last, count);
  }
  private counts(name: string, day: string): boolean {
    return this.on(day).business.includes(name);
  }
  private working(from: string, count: number): string {
    let day = from;
    for (let passed = 0; passed < count; ) {
      day = plusDays(day, 1);
      if (works(day, this.holidays)) passed += 1;
    }
    return day;
  }
}
