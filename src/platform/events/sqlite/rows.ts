import type { EventRecord, StoredRecord } from '../envelope.js';
import { jsonText, wellFormed } from '../json.js';

/** An event on its way to the writer's thread; `recorded` in milliseconds since 1970. */
export type WireEvent = readonly [id: string, type: string, schema: number, recorded: number, envelope: string, data: string];

/** An append on its way to the writer's thread; -1 expects a stream that does not exist. */
export type WireAppend = readonly [stream: string, expected: number, events: readonly WireEvent[]];

/** A row as it is read: `columns`, in this order. */
export type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  type: string,
  schema: number,
  envelope: string,
  data: string,
];
export const columns = 'e.position, s.name, e.revision, e.type, e.schema, e.envelope, e.data';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const envelopeOf = (event: EventRecord) =>
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
type Envelope = ReturnType<typeof envelopeOf>;
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

/** The last `recordedAt` found sound: events recorded together share it. */
let sound: string | undefined;

/** TypeError, naming the field and the rule, for what could not be read back as the very same event. */
export function encode(event: EventRecord): WireEvent {
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
  return [event.id, event.type, event.schema, recorded, JSON.stringify(envelope), jsonText(event.data, `event ${event.type}: data`)];
}

export function decode([position, stream, revision, type, schema, envelope, data]: Row): StoredRecord {
  const [id, recordedAt, effectiveAt, person, office, policyVersion, commandId, commandHash, causationId, correlationId] = parse(
    envelope,
    position,
  ) as Envelope;
  return {
    id,
    type,
    schema,
    data: parse(data, position),
    recordedAt,
    ...(effectiveAt !== null && { effectiveAt }),
    actor: { person, office },
    policyVersion,
    commandId,
    commandHash,
    causationId,
    correlationId,
    stream,
    revision,
    position,
  };
}

function parse(text: string, position: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the event at position ${position} is damaged: its JSON cannot be read`, { cause: error });
  }
}
