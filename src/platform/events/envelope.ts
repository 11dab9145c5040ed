/**
 * The place of an event in the whole log: monotone, assigned by the store, opaque to clients. A
 * safe integer inside the process. It leaves the process as a string, so that no JSON reader rounds
 * it.
 */
export type Position = number;

/** Before the first event. */
export const beginning: Position = 0;

/** Who acted, and in which office. Opaque ids only: metadata never holds a name. */
export interface ActedBy {
  readonly person: string;
  readonly office: string;
}

/**
 * An event as it is handed to a store: `data` is JSON, already sealed, in the shape of `schema`.
 */
export interface EventRecord {
  /** UUID. A store keeps one id once for each stream and expected revision. */
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: unknown;
  /** Time of the decision: ISO 8601 in UTC with milliseconds. */
  readonly recordedAt: string;
  /** When it took effect in the world, where law or policy needs that. ISO 8601. */
  readonly effectiveAt?: string;
  readonly actor: ActedBy;
  /** The policy version in force when the decision was made; null before the first one. */
  readonly policyVersion: string | null;
  readonly commandId: string;
  /**
   * Keyed hash of the command's body. It tells a repeat from another command under the same key.
   */
  readonly commandHash: string;
  readonly causationId: string | null;
  readonly correlationId: string;
}

/** An event as a store gives it back. */
export interface StoredRecord extends EventRecord {
  /** `kind-id`, for example `case-6f1c…`. */
  readonly stream: string;
  /** From 0, without gaps within the stream. */
  readonly revision: number;
  readonly position: Position;
}

/** Splits `case-6f1c…` into its kind and its id; kinds have no hyphen. */
export function streamParts(stream: string): { kind: string; id: string } {
  const at = stream.indexOf('-');
  return { kind: stream.slice(0, at), id: stream.slice(at + 1) };
}

export const streamName = (kind: string, id: string): string => `${kind}-${id}`;
