/** The only source of time; tests replace it. */
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

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /**
   * The minute since 1970 that was last asked for, and its day: many callers ask within one minute,
   * and formatting takes 2 µs.
   */
  minute: number;
  day: Day;
}
const zones = new Map<string, Zone>();
/**
 * Milliseconds since 1970. From then on (1973) every time zone differs from UTC by whole minutes.
 */
const wholeMinutes = 94_694_400_000;

/** The date at `instant` (milliseconds since 1970, or ISO 8601) in `timeZone` (IANA name). */
export function dayIn(timeZone: string, instant: number | string): Day {
  let zone = zones.get(timeZone);
  if (!zone) {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    zone = { format, minute: Number.NaN, day: '' };
    zones.set(timeZone, zone);
  }
  const at = typeof instant === 'string' ? Date.parse(instant) : instant;
  if (!(at >= wholeMinutes)) return zone.format.format(at);
  const minute = Math.floor(at / 60_000);
  if (minute !== zone.minute) {
    zone.day = zone.format.format(at);
    zone.minute = minute;
  }
  return zone.day;
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
