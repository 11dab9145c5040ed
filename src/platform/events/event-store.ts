import type { EventRecord, Position, StoredRecord } from './envelope.js';

/**
 * The revision at which an append expects its stream; `none` for a stream that must not exist yet.
 */
export type ExpectedRevision = number | 'none';

export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** A position at which every event of the append can be read. */
  readonly position: Position;
}

/** The stream is at another revision: another writer was first. Nothing was written. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** The stream's revision; `none` where it does not exist. */
    readonly actual: ExpectedRevision,
  ) {
    super(`stream ${stream} stands at ${actual}, not at ${expected}`);
  }
}

/**
 * The store cannot take writes at present (a full disk, a closed connection). Reads may still work.
 * The same append may be tried again later.
 */
export class StoreUnavailable extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the event store is unavailable: ${reason}`, options);
  }
}

/**
 * Nobody knows whether the append was written: the store went away before it answered. Repeating
 * exactly the same append settles it.
 */
export class OutcomeUnknown extends StoreUnavailable {}

/**
 * The append is larger than this store takes at once; nothing was sent. Fewer events at a time may
 * fit.
 */
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
 * The log differs from what was written: a stream was cut or deleted, some of its events are
 * missing, or the log ends before an event that was read from it. It is never treated as data or as
 * an empty stream: nothing is decided or folded on it until a person has looked.
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
 * The log for readers in any thread or process, beside the writer. Readers see only events that are
 * committed and durable. Rejects with LogAlarm where the log differs from what was written, and
 * with StoreUnavailable where it cannot be reached.
 */
export interface LogReader {
  /**
   * True where positions are whole numbers from 1 without gaps. Otherwise they only grow, and the
   * distance of two does not tell how many events lie between.
   */
  readonly dense: boolean;
  /** The stream's events from `fromRevision` on, in order; empty where there are none. */
  read(stream: string, fromRevision?: number): Awaitable<readonly StoredRecord[]>;
  /** At most `limit` events after `after`, in log order; fewer only at the log's head. */
  readAll(after: Position, limit: number): Awaitable<readonly StoredRecord[]>;
  /** The last event at or before the position; undefined where there is none. */
  at(position: Position): Awaitable<StoredRecord | undefined>;
  /** The last position; `beginning` for an empty log. */
  head(): Awaitable<Position>;
  /**
   * The last position at which the running maximum of `recordedAt` is at most `time`. Throws a
   * TypeError for a time that is not ISO 8601 with Z or an offset.
   */
  positionAt(time: string): Awaitable<Position>;
  /**
   * Calls back soon after events were committed by any writer, where the store can tell. The caller
   * must still look from time to time. Returns a function that ends it.
   */
  watch?(changed: () => void): () => void;
  close(): Awaitable<void>;
}

/**
 * The log: append-only, all-or-none for each append, totally ordered.
 *
 * Guarantees: an append that resolved is on disk, and no crash loses it. An append that rejected
 * with `WrongExpectedRevision` wrote nothing. An append that rejected otherwise may have been
 * written: repeating exactly the same append (same ids, same expected revision) settles it without
 * doubling. Positions grow in commit order, so a reader that has seen a position never finds a new
 * event before it.
 *
 * Misuse: retrying at another expected revision may write twice.
 */
export abstract class EventStore implements LogReader {
  abstract readonly dense: boolean;

  /**
   * Rejects with WrongExpectedRevision, AppendTooLarge, StoreUnavailable or LogAlarm. Rejects with
   * a TypeError for an append of nothing.
   */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended>;

  abstract read(stream: string, fromRevision?: number): Promise<readonly StoredRecord[]>;

  abstract readAll(after: Position, limit: number): Promise<readonly StoredRecord[]>;

  abstract at(position: Position): Promise<StoredRecord | undefined>;

  abstract head(): Promise<Position>;

  /**
   * The last position at which the running maximum of `recordedAt` is at most `time` (ISO 8601,
   * UTC). It waits until every append under way here has settled, so that a later answer for the
   * same time is the same. Where several nodes write, another node's append that was stamped before
   * `time` may still be under way. The answer for a moment is final once all appends stamped by
   * then have settled on every node. That takes no longer than the time after which a store gives
   * an append up.
   */
  abstract positionAt(time: string): Promise<Position>;

  /**
   * Calls back soon after events were committed, by this node or by another one. A call may be
   * missed, so the caller must still look from time to time. Returns a function that ends it.
   */
  abstract watch(changed: () => void): () => void;

  /** Finishes the appends under way, then releases everything. */
  abstract close(): Promise<void>;
}
