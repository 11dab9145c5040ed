import { checkedEvent, type Envelope } from '../checked.js';
import type { EventRecord, StoredRecord } from '../envelope.js';
import { DamagedEvent } from '../event-store.js';

/** An event on its way to the writer's thread; `recorded` in milliseconds since 1970. */
export type WireEvent = readonly [id: string, type: string, schema: number, recorded: number, envelope: string, data: string];

/** An append on its way to the writer's thread; −1 expects a stream that does not exist. */
export type WireAppend = readonly [stream: string, expected: number, events: readonly WireEvent[]];

/** A row as it is read: `columns`, in this order. */
export type EventRow = readonly [
  position: number,
  stream: string,
  revision: number,
  type: string,
  schema: number,
  envelope: string,
  data: string,
];
/** `stream` is the SQL that gives the stream's name. */
export const columnsOf = (stream: string): string => `e.position, ${stream}, e.revision, e.type, e.schema, e.envelope, e.data`;
export const columns = columnsOf('s.name');

/**
 * Throws a TypeError, naming the field and the rule, for an event that could not be read back
 * unchanged.
 */
export function wireEventOf(event: EventRecord): WireEvent {
  const { recorded, envelope, data } = checkedEvent(event);
  return [event.id, event.type, event.schema, recorded, JSON.stringify(envelope), data];
}

export function recordOfRow([position, stream, revision, type, schema, envelope, data]: EventRow): StoredRecord {
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
    throw new DamagedEvent(position, 'its JSON cannot be read', { cause: error });
  }
}
