import canonicalize from 'canonicalize';
import type { Office } from '../access/access.js';
import type { Request } from '../access/request.js';
import type { EventRecord } from '../events/envelope.js';
import type { AnyEventType, NewEvent, StoredEvent } from '../events/event.js';
import type { AnyStream } from '../events/stream.js';
import { derivedId } from '../ground/ids.js';
import type { RecordKey } from '../sealing/record-keys.js';
import type { Sealer } from '../sealing/sealer.js';

/** The decision that an event came from, as its envelope records it. */
export interface Decision {
  readonly stream: AnyStream;
  /** `kind-id` */
  readonly name: string;
  /** Revision of the stream's last event before these; −1 where there is none. */
  readonly revision: number;
  readonly request: Request;
  readonly commandId: string;
  readonly commandHash: string;
  /** ISO 8601 */
  readonly now: string;
  readonly policyVersion: string | null;
  readonly office: Office;
}

/**
 * The keyed hash of a command with its body. It tells a repeat from another command with the same
 * id.
 */
export function hashOf(command: object, keyed: (text: string) => string): string {
  return keyed(canonicalize({ command: command.constructor.name, body: { ...command } }) ?? '');
}

/**
 * Seals the events of a decision and puts them into envelopes, ready to append; `position` is NaN
 * until then. Throws a TypeError for an event that the stream does not declare, or whose data does
 * not fit its type.
 */
export async function envelopesOf(sealer: Sealer, events: readonly NewEvent[], decision: Decision): Promise<(EventRecord & StoredEvent)[]> {
  const { stream, name, request, commandId, now, office } = decision;
  const ownerOf = (event: NewEvent) => typeOf(stream, event).options.record?.(event.data as never) ?? name;
  const sealed = events.filter((event) => typeOf(stream, event).sealed);
  const keys = sealed.length > 0 ? await sealer.prepare(sealed.map(ownerOf)) : undefined;
  return events.map((event, i) => {
    const type = typeOf(stream, event);
    const data = type.sealed ? sealer.seal(event.data, keys?.get(ownerOf(event)) as RecordKey) : event.data;
    if (!type.check(data)) throw new TypeError(`${event.type} was decided with data that does not fit: ${type.problems(data).join('; ')}`);
    return {
      id: derivedId(commandId, name, String(i)),
      type: event.type,
      schema: type.schema,
      data,
      recordedAt: now,
      ...(event.effectiveAt && { effectiveAt: event.effectiveAt }),
      actor: { person: request.caller.person, office },
      policyVersion: decision.policyVersion,
      commandId,
      commandHash: decision.commandHash,
      causationId: request.causationId ?? null,
      correlationId: request.correlationId,
      stream: name,
      revision: decision.revision + 1 + i,
      position: Number.NaN,
    };
  });
}

function typeOf(stream: AnyStream, event: NewEvent): AnyEventType {
  const type = stream.events[event.type];
  if (!type) throw new TypeError(`${event.type} is no event of the stream ${stream.name}`);
  return type;
}
