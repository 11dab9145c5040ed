import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import { type CheckedEvent, checkedEvent } from '../checked.js';
import type { EventRecord, Position, StoredRecord } from '../envelope.js';
import { DamagedEvent, LogAlarm } from '../event-store.js';
import { bytes, type ProposedEvent } from './append-call.js';

/** The envelope of an event, as the server keeps it beside the data. */
interface Metadata extends Omit<EventRecord, 'id' | 'type' | 'data'> {
  /**
   * The data is a JSON string. The flag is needed because the client also gives data that is not
   * JSON as a string.
   */
  readonly text?: true;
}

export interface Proposed extends ProposedEvent {
  /** In bytes, as the server counts an append. */
  readonly size: number;
}

/**
 * Throws a TypeError, naming the field and the rule, for an event that could not be read back
 * unchanged.
 */
export function proposedOf(event: EventRecord): Proposed {
  const { data }: CheckedEvent = checkedEvent(event);
  const {
    id,
    type,
    data: value,
    schema,
    recordedAt,
    effectiveAt,
    actor,
    policyVersion,
    commandId,
    commandHash,
    causationId,
    correlationId,
  } = event;
  const metadata: Metadata = {
    schema,
    recordedAt,
    ...(effectiveAt !== undefined && { effectiveAt }),
    actor: { person: actor.person, office: actor.office },
    policyVersion,
    commandId,
    commandHash,
    causationId,
    correlationId,
    ...(typeof value === 'string' && { text: true as const }),
  };
  const body = bytes(data);
  const about = bytes(JSON.stringify(metadata));
  return { id, type, data: body, metadata: about, size: body.length + about.length + 2 * Buffer.byteLength(type) };
}

/**
 * Position of an event in the log. Throws LogAlarm for a number that cannot be a position of
 * Casebook's.
 */
export function positionOf({ event }: ResolvedEvent | AllStreamResolvedEvent): Position {
  const { commit, prepare } = event?.position ?? { commit: -1n, prepare: -1n };
  if (commit !== prepare)
    throw new LogAlarm(
      `event ${event?.id} of ${event?.streamId} was written by a transaction, whose events share a position: it is none of Casebook's`,
    );
  const position = Number(commit);
  if (!Number.isSafeInteger(position) || position < 0)
    throw new LogAlarm(`event ${event?.id} of ${event?.streamId} has no usable position: ${commit}`);
  return position;
}

/**
 * Reads one of Casebook's events. Throws LogAlarm for a deleted stream, DamagedEvent for an event
 * that cannot be read.
 */
export function recordOf(resolved: ResolvedEvent | AllStreamResolvedEvent, prefix: string): StoredRecord {
  const position = positionOf(resolved);
  const { id, type, streamId, revision, isJson, data, metadata } = resolved.event as NonNullable<ResolvedEvent['event']>;
  const stream = streamId.slice(prefix.length);
  if (type.startsWith('$')) throw new LogAlarm(`stream ${stream} was deleted (${type} at position ${position}): nothing is decided on it`);
  if (!isJson) throw new DamagedEvent(position, 'it is not JSON');
  const held = metadata as Metadata | undefined;
  if (typeof data === 'string' && held?.text !== true) throw new DamagedEvent(position, 'its JSON cannot be read');
  if (!isMetadata(held)) throw new DamagedEvent(position, 'its metadata is not what Casebook writes');
  const { text: _, schema, recordedAt, effectiveAt, actor, policyVersion, commandId, commandHash, causationId, correlationId } = held;
  return {
    id,
    type,
    schema,
    data,
    recordedAt,
    ...(effectiveAt !== undefined && { effectiveAt }),
    actor: { person: actor.person, office: actor.office },
    policyVersion,
    commandId,
    commandHash,
    causationId,
    correlationId,
    stream,
    revision: Number(revision),
    position,
  };
}

function isMetadata(value: unknown): value is Metadata {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  const { schema, recordedAt, effectiveAt, actor, policyVersion, commandId, commandHash, causationId, correlationId } =
    value as Partial<Metadata>;
  return (
    Number.isSafeInteger(schema) &&
    [recordedAt, actor?.person, actor?.office, commandId, commandHash, correlationId].every((field) => typeof field === 'string') &&
    [policyVersion, causationId].every((field) => field === null || typeof field === 'string') &&
    (effectiveAt === undefined || typeof effectiveAt === 'string') &&
    !Number.isNaN(Date.parse(recordedAt as string))
  );
}
