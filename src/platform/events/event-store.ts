import type { EventRecord, Position, StoredRecord } from './envelope.js';

/** The revision an append expects its stream to stand at; `none` for a stream that must not exist yet. */
export type ExpectedRevision = number | 'none';

export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** A position at which every event of the append can be read. */
  readonly position: Position;
}

/** The stream stands elsewhere: another writer was first. Nothing was written. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** Where the stream stands; `none` where it does not exist. */
    readonly actual: ExpectedRevision,
  ) {
    super(`stream ${stream} stands at ${actual}, not at ${expected}`);
  }
}

/** The store cannot take writes just now (a full disk, a closed connection). Reads may go on; the same append may be tried again later. */
export class StoreUnavailable extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the event store is unavailable: ${reason}`, options);
  }
}

export interface Subscription {
  /** Ends it; no batch is handed over once this has resolved. */
  close(): Promise<void>;
}

/**
 * The log: append-only, all-or-none for each append, totally ordered.
 *
 * Guarantees: an append that resolved is on disk and is lost by no crash; an append that rejected with
 * `WrongExpectedRevision` wrote nothing; one that rejected otherwise may have been written, and repeating the very same
 * append (same ids, same expected revision) settles it without doubling. Positions grow in commit order, so that a
 * reader which has seen a position never finds a new event before it.
 *
 * Misuse: retrying at another expected revision may write twice.
 */
export abstract class EventStore {
  /** Rejects with WrongExpectedRevision or StoreUnavailable. Appending nothing is refused with a TypeError. */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended>;

  /** The stream's events from `fromRevision` on, in order; empty where there are none. */
  abstract read(stream: string, fromRevision?: number): Promise<readonly StoredRecord[]>;

  /** At most `limit` events after `after`, in log order; fewer only at the head. */
  abstract readAll(after: Position, limit: number): Promise<readonly StoredRecord[]>;

  /** The event with this id, if the log holds it. */
  abstract find(id: string): Promise<StoredRecord | undefined>;

  /** The last position; `beginning` for an empty log. */
  abstract head(): Promise<Position>;

  /**
   * The last position at which the running maximum of `recordedAt` is at most `time` (ISO 8601, UTC), once every append
   * under way here has settled, so that a later answer for the same time is the same.
   */
  abstract positionAt(time: string): Promise<Position>;

  /**
   * Every event after `after`: what is there already, then what comes, in order, none missed, none doubled. The next
   * batch is handed over once the promise of the one before has resolved; if it rejects, the subscription ends and
   * `failed` is told.
   */
  abstract subscribe(
    after: Position,
    batch: (events: readonly StoredRecord[]) => Promise<void>,
    failed: (error: unknown) => void,
  ): Subscription;

  /** Finishes appends under way, then releases everything. */
  abstract close(): Promise<void>;
}
