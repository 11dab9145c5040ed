import { type Day, plusDays } from '../../platform/ground/clock.js';

/** A day on which the city does not work. */
export interface Holiday {
  readonly day: Day;
  readonly name: string;
}

const two = (number: number): string => String(number).padStart(2, '0');
const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The nth Monday to Sunday (0 is Sunday) of a month. */
function nth(year: number, month: number, day: number, n: number): Day {
  const first = `${year}-${two(month)}-01`;
  return plusDays(first, ((day - weekday(first) + 7) % 7) + (n - 1) * 7);
}
const lastMonday = (year: number, month: number): Day => {
  const fifth = nth(year, month, 1, 5);
  return fifth.slice(5, 7) === two(month) ? fifth : nth(year, month, 1, 4);
};
/** A holiday on a Sunday is observed on the Monday after it. */
const kept = (day: Day): Day => (weekday(day) === 0 ? plusDays(day, 1) : day);

/**
 * Montana's legal holidays of a year, without Sundays (MCA 1-1-216), as initial data. Counsel has
 * not verified them, and a city sets its own.
 */
export const montanaHolidays = (year: number): Holiday[] =>
  [
    { day: kept(`${year}-01-01`), name: 'New Year’s Day' },
    { day: nth(year, 1, 1, 3), name: 'Martin Luther King Jr. Day' },
    { day: nth(year, 2, 1, 3), name: 'Lincoln’s and Washington’s Birthdays' },
    { day: lastMonday(year, 5), name: 'Memorial Day' },
    { day: kept(`${year}-07-04`), name: 'Independence Day' },
    { day: nth(year, 9, 1, 1), name: 'Labor Day' },
    { day: nth(year, 10, 1, 2), name: 'Columbus Day' },
    ...(year % 2 === 0 ? [{ day: plusDays(nth(year, 11, 1, 1), 1), name: 'State General Election Day' }] : []),
    { day: kept(`${year}-11-11`), name: 'Veterans Day' },
    { day: nth(year, 11, 4, 4), name: 'Thanksgiving Day' },
    { day: kept(`${year}-12-25`), name: 'Christmas Day' },
  ].sort((a, b) => (a.day < b.day ? -1 : 1));
