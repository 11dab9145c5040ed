import type { EventRecord } from './envelope.js';
import type { ExpectedRevision } from './event-store.js';
import { jsonText, wellFormed } from './json.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The fields stored beside an event's data, in a fixed order. */
export const envelopeOf = (event: EventRecord) =>
  [
    event.id,
    event.recordedAt,
    event.effectiveAt ?? null,
    event.actor.person,
    event.actor.office,
    event.policyVersion,
    event.commandId,
    event.commandHash,
    event.causationId,
    event.correlationId,
  ] as const;
export type Envelope = ReturnType<typeof envelopeOf>;
const fields = [
  'id',
  'recordedAt',
  'effectiveAt',
  'actor.person',
  'actor.office',
  'policyVersion',
  'commandId',
  'commandHash',
  'causationId',
  'correlationId',
];
const nullable = new Set(['effectiveAt', 'policyVersion', 'causationId']);

/** The last `recordedAt` that passed the check: events recorded together share it. */
let sound: string | undefined;

export interface CheckedEvent {
  /** `recordedAt` in milliseconds since 1970. */
  readonly recorded: number;
  readonly envelope: Envelope;
  /** As JSON. */
  readonly data: string;
}

/**
 * The event, checked. Throws a TypeError, naming the field and the rule, for an event that no store
 * could read back unchanged.
 */
export function checkedEvent(event: EventRecord): CheckedEvent {
  const wrong = (field: string, rule: string) => new TypeError(`event ${event.type}: ${field} ${rule}`);
  if (typeof event.type !== 'string' || event.type === '' || !wellFormed(event.type)) throw wrong('type', 'must be a name');
  if (!Number.isSafeInteger(event.schema) || event.schema < 1) throw wrong('schema', 'must be a whole number from 1');
  if (typeof event.id !== 'string' || !uuid.test(event.id)) throw wrong('id', 'must be a UUID in lower case');
  const recorded = Date.parse(event.recordedAt);
  if (event.recordedAt !== sound && (Number.isNaN(recorded) || new Date(recorded).toISOString() !== event.recordedAt))
    throw wrong('recordedAt', 'must be ISO 8601 in UTC with milliseconds');
  sound = event.recordedAt;
  const envelope = envelopeOf(event);
  for (let i = 0; i < envelope.length; i += 1) {
    const value = envelope[i];
    const field = fields[i] as string;
    if (value === null ? !nullable.has(field) : typeof value !== 'string') throw wrong(field, 'must be text');
    if (typeof value === 'string' && !wellFormed(value)) throw wrong(field, 'holds half of a surrogate pair');
  }
  return { recorded, envelope, data: jsonText(event.data, `event ${event.type}: data`) };
}

/** Throws a TypeError for an append that no store takes, whatever its events hold. */
export function checkAppend(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): void {
  if (typeof stream !== 'string' || stream === '' || !wellFormed(stream)) throw new TypeError('stream must be a name');
  if (expected !== 'none' && (!Number.isSafeInteger(expected) || expected < 0))
    throw new TypeError(`expected revision must be 'none' or a whole number from 0, not ${expected}`);
  if (events.length === 0) throw new TypeError('an append needs at least one event');
  if (new Set(events.map(({ id }) => id)).size < events.length) throw new TypeError('an append holds the same event id twice');
}

/**
 * Milliseconds since 1970. Throws a TypeError for text that is not an ISO 8601 time with Z or an
 * offset.
 */
export function instantOf(time: string): number {
  const instant = Date.parse(time);
  if (Number.isNaN(instant) || !/(Z|[+-]\d\d:\d\d)$/.test(time)) throw new TypeError(`${time} is not an ISO 8601 time with Z or an offset`);
  return instant;
}

/** Throws a RangeError for a limit that is not a page size. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be a whole number from 1, not ${limit}`);
}
