/** The only source of time; tests put another in its place. */
export abstract class Clock {
  /** Milliseconds since 1970, UTC. */
  abstract now(): number;
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** A calendar day, `YYYY-MM-DD`, in the city's time zone. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day it is at `instant` (milliseconds or ISO 8601) in `timeZone` (IANA name). */
export function dayIn(timeZone: string, instant: number | string): Day {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(typeof instant === 'string' ? new Date(instant) : instant);
}

/** Adds calendar days. */
export function plusDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Adds calendar months; the 31st becomes the last day of a shorter month. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The instant, ISO 8601 in UTC, at which `day` ends in `timeZone`. */
export function endOfDay(timeZone: string, day: Day): string {
  const next = plusDays(day, 1);
  let instant = Date.parse(`${next}T00:00:00Z`);
  for (let i = 0; i < 3; i += 1) {
    const shown = wallClock(timeZone, instant);
    const off = shown - Date.parse(`${next}T00:00:00Z`);
    if (off === 0) break;
    instant -= off;
  }
  return new Date(instant).toISOString();
}

function wallClock(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const at = (type: string) => parts.find((part) => part.type === type)?.value ?? '00';
  return Date.parse(`${at('year')}-${at('month')}-${at('day')}T${at('hour')}:${at('minute')}:${at('second')}Z`);
}
