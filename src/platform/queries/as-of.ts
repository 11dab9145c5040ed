import type { Caller } from '../access/access.js';
import type { Position } from '../events/envelope.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { Moments } from '../sealing/moments.js';

const { table } = platformRefusals;

/**
 * A moment as a request names it: a time, a position, or both, which is what an earlier answer
 * showed. `time` is ISO 8601 in UTC with milliseconds.
 */
export type AsOf = { readonly time: string } | { readonly position: Position; readonly time?: string };

/** The longest text of a moment. */
export const momentLength = 100;
/** No time is as long as this, and every token is longer. */
const timeLength = 40;

/** Refuses, and names the field as request.invalid does. */
const refuseField = (code: 'as-of.malformed' | 'moment.unknown' | 'moment.position', field: string): never =>
  refuseFrom(platformRefusals.table)(code, { errors: [{ field, rule: code, message: `${field}: ${table[code].says}` }] });

// A URL's query decodes an unescaped + to a space, so a space is accepted as the offset's sign.
const timeShape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+ -])(\d\d):?(\d\d))$/;

/**
 * Reads the moment that a field names: an ISO 8601 time with its offset, a token that the caller
 * was given, or, for the Auditor, `@` and a position. Refuses with as-of.malformed (impossible
 * dates included), moment.unknown and moment.position.
 */
export function readMoment(text: string, field: string, caller: Caller, moments: Moments): AsOf {
  if (text.startsWith('@')) {
    if (!caller.offices.some(({ office }) => office === 'Auditor')) return refuseField('moment.position', field);
    const position = /^@\d{1,16}$/.test(text) ? Number(text.slice(1)) : Number.NaN;
    return Number.isSafeInteger(position) ? { position } : refuseField('as-of.malformed', field);
  }
  if (text.length > timeLength) return moments.momentOf(text, caller.person) ?? refuseField('moment.unknown', field);
  return { time: readTime(text) ?? refuseField('as-of.malformed', field) };
}

function readTime(text: string): string | undefined {
  const parts = timeShape.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = [1, 2, 3, 4, 5, 6, 9, 10].map((i) =>
    Number(parts[i] ?? 0),
  ) as [number, number, number, number, number, number, number, number];
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  const real = local.getUTCFullYear() === year && local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  local.setUTCHours(hour, minute, second, Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (parts[8] === '-' ? -1 : 1);
  const instant = local.getTime() - offset;
  // A time near either end of the four-digit years may leave them once its offset is converted to
  // UTC.
  return instant < Date.UTC(9999, 11, 31) && instant > -62_135_596_800_000 ? new Date(instant).toISOString() : undefined;
}
