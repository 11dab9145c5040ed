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

/** Whether the append was written could not be found out: the store went away before it said so. Repeating the very same append settles it. */
export class OutcomeUnknown extends StoreUnavailable {}

/** The append is larger than this store takes in one; nothing was sent. Fewer events at a time may do. */
export class AppendTooLarge extends Error {
  constructor(
    readonly stream: string,
    /** In bytes, as the store counts them. */
    readonly size: number,
    readonly most: number,
  ) {
    super(`an append to ${stream} of ${size} bytes is larger than the ${most} bytes that the event store takes`);
  }
}

/**
 * The log is not what was written: a stream was cut or deleted, its events are not all there, or the log ends before something that
 * was read from it. Never data, and never an empty stream: nothing is decided or folded on it until a person has looked.
 */
export class LogAlarm extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogAlarm';
  }
}

/** A stored event whose bytes cannot be read. */
export class DamagedEvent extends LogAlarm {
  constructor(
    readonly position: Position,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`the event at position ${position} is damaged: ${why}`, options);
    this.name = 'DamagedEvent';
  }
}

type Awaitable<T> = T | Promise<T>;

/**
 * The log as it is read, by any thread or process, beside whoever writes it. Sees what is committed and durable, never more.
 * Rejects with LogAlarm where the log is not what was written, with StoreUnavailable where it cannot be reached.
 */
export interface LogReader {
  /** Positions are whole numbers from 1 without gaps; else they only grow, and their distance says nothing about how many events lie between. */
  readonly dense: boolean;
  /** The stream's events from `fromRevision` on, in order; empty where there are none. */
  read(stream: string, fromRevision?: number): Awaitable<readonly StoredRecord[]>;
  /** At most `limit` events after `after`, in log order; fewer only at the head. */
  readAll(after: Position, limit: number): Awaitable<readonly StoredRecord[]>;
  /** The last event at or before the position; undefined where there is none. */
  at(position: Position): Awaitable<StoredRecord | undefined>;
  /** The last position; `beginning` for an empty log. */
  head(): Awaitable<Position>;
  /** The last position at which the running maximum of `recordedAt` is at most `time`. TypeError for what is no ISO 8601 time with Z or an offset. */
  positionAt(time: string): Awaitable<Position>;
  /** Calls back soon after events were committed, by whomever, where the store can tell; the caller looks now and then all the same. Returns what ends it. */
  watch?(changed: () => void): () => void;
  close(): Awaitable<void>;
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
export abstract class EventStore implements LogReader {
  abstract readonly dense: boolean;

  /** Rejects with WrongExpectedRevision, AppendTooLarge, StoreUnavailable or LogAlarm. Appending nothing is refused with a TypeError. */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended>;

  abstract read(stream: string, fromRevision?: number): Promise<readonly StoredRecord[]>;

  abstract readAll(after: Position, limit: number): Promise<readonly StoredRecord[]>;

  abstract at(position: Position): Promise<StoredRecord | undefined>;

  abstract head(): Promise<Position>;

  /**
   * The last position at which the running maximum of `recordedAt` is at most `time` (ISO 8601, UTC), once every append
   * under way here has settled, so that a later answer for the same time is the same. Where several nodes write, an append of another
   * node that was stamped before `time` may still be under way: the answer for a moment is final once every append stamped by then has
   * settled everywhere, which takes no longer than the time after which a store gives an append up.
   */
  abstract positionAt(time: string): Promise<Position>;

  /** Finishes appends under way, then releases everything. */
  abstract close(): Promise<void>;
}
