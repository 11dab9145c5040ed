import type { Position } from '../events/envelope.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';

const refuse = refuseFrom(platformRefusals.table);

/** A moment as a request names it. `time` is ISO 8601 in UTC with milliseconds. */
export type AsOf = { readonly position: Position } | { readonly time: string };

// A URL's query decodes an unescaped + to a space, so a space is accepted as the offset's sign.
const timeShape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+ -])(\d\d):?(\d\d))$/;

/** Reads an ISO 8601 time with its offset, or `@` and a position. Refuses with as-of.malformed, impossible dates included. */
export function parseAsOf(text: string): AsOf {
  if (text.startsWith('@')) {
    const position = /^@\d{1,16}$/.test(text) ? Number(text.slice(1)) : Number.NaN;
    return Number.isSafeInteger(position) ? { position } : refuse('as-of.malformed');
  }
  const parts = timeShape.exec(text);
  if (!parts) return refuse('as-of.malformed');
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = [1, 2, 3, 4, 5, 6, 9, 10].map((i) =>
    Number(parts[i] ?? 0),
  ) as [number, number, number, number, number, number, number, number];
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  const real = local.getUTCFullYear() === year && local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return refuse('as-of.malformed');
  local.setUTCHours(hour, minute, second, Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (parts[8] === '-' ? -1 : 1);
  const instant = local.getTime() - offset;
  // A time near either end of the four-digit years may leave them once its offset is converted to
  // UTC.
  return instant < Date.UTC(9999, 11, 31) && instant > -62_135_596_800_000
    ? { time: new Date(instant).toISOString() }
    : refuse('as-of.malformed');
}
