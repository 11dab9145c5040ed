import { MaxAppendSizeExceededError, WrongExpectedVersionError } from '@eventstore/db-client';
import { checkAppend } from '../checked.js';
import type { EventRecord, Position, StoredRecord } from '../envelope.js';
import {
  type Appended,
  AppendTooLarge,
  EventStore,
  type ExpectedRevision,
  LogAlarm,
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../event-store.js';
import type { EsdbAddress } from '../store-address.js';
import { EsdbConnection, type EsdbTimes } from './esdb-connection.js';
import { backoff, isDeleted, isMessageTooLarge, isPassing, isTurnedAway, unavailable } from './esdb-errors.js';
import { EsdbLogReader } from './esdb-log-reader.js';
import { type Proposed, positionOf, proposedOf } from './esdb-records.js';

/** What the server takes in one append, in bytes, unless it is told otherwise. */
const largest = 1024 * 1024;
/** Appends under way at once; more wait here. */
const maxAppendsUnderWay = 256;

/** The reader's share, with what an append needs of it. */
class Log extends EsdbLogReader {
  /** Ids and places of the events that stand in a stream from a revision on. */
  async placesFrom(stream: string, revision: number, count: number): Promise<{ id: string; position: Position }[]> {
    const events = (await this.streamEvents(stream, revision, count)) ?? [];
    return events.map((resolved) => ({ id: resolved.event?.id ?? '', position: positionOf(resolved) }));
  }
}

/**
 * The log on an EventStoreDB server or cluster, as `EsdbLogReader` reads it. Any number of nodes may write. Appends to one stream go one
 * after another, as they were given; appends to different streams go side by side.
 *
 * An append that fails in passing is repeated with the same ids at the same expected revision, which the server takes once; where
 * it then stands in the way of itself, the stream is read. Only where that cannot be found out either, it rejects with OutcomeUnknown.
 */
export class EsdbEventStore extends EventStore {
  readonly dense = false;
  private readonly lines = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private closing = false;

  private constructor(
    private readonly connection: EsdbConnection,
    private readonly log: Log,
  ) {
    super();
  }

  /** Waits for a server that starts; rejects with StoreUnavailable. */
  static async open(address: EsdbAddress, times?: Partial<EsdbTimes>): Promise<EsdbEventStore> {
    const connection = await EsdbConnection.open(address, times);
    return new EsdbEventStore(connection, new Log(connection));
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended> {
    checkAppend(stream, expected, events);
    const proposed = events.map(proposedOf);
    const size = proposed.reduce((sum, one) => sum + one.size, 0);
    if (size > largest) throw new AppendTooLarge(stream, size, largest);
    if (this.closing) throw new StoreUnavailable('it is closed');
    const before = this.lines.get(stream) ?? Promise.resolve();
    const appended = before.then(() => this.inTurn(() => this.written(stream, expected, proposed)));
    const settled = appended.then(
      () => {},
      () => {},
    );
    this.lines.set(stream, settled);
    void settled.then(() => {
      if (this.lines.get(stream) === settled) this.lines.delete(stream);
    });
    return appended;
  }

  read(stream: string, fromRevision = 0): Promise<readonly StoredRecord[]> {
    return this.reading(() => this.log.read(stream, fromRevision));
  }

  readAll(after: Position, limit: number): Promise<readonly StoredRecord[]> {
    return this.reading(() => this.log.readAll(after, limit));
  }

  at(position: Position): Promise<StoredRecord | undefined> {
    return this.reading(() => this.log.at(position));
  }

  head(): Promise<Position> {
    return this.reading(() => this.log.head());
  }

  async positionAt(time: string): Promise<Position> {
    await Promise.all(this.lines.values());
    return this.reading(() => this.log.positionAt(time));
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.lines.values());
    await this.log.close();
  }

  private async reading<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing) throw new StoreUnavailable('it is closed');
    return work();
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= maxAppendsUnderWay) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async written(stream: string, expected: ExpectedRevision, proposed: readonly Proposed[]): Promise<Appended> {
    const before = expected === 'none' ? -1 : expected;
    const until = performance.now() + this.connection.times.patience;
    /** Of a try that may have been written. */
    let trouble: unknown;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { revision, position } = await this.connection.append(
          this.connection.prefix + stream,
          expected === 'none' ? 'no_stream' : BigInt(expected),
          proposed,
        );
        if (revision !== before + proposed.length)
          throw new LogAlarm(
            `stream ${stream} was deleted on the server: a new event went to revision ${revision} instead of ${before + proposed.length}; it is there, and nothing more is decided on it`,
          );
        if (!Number.isSafeInteger(position) || position < 0)
          throw new LogAlarm(`the server gave ${position} as the position of an append to ${stream}`);
        return { revision, position };
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) return await this.settled(stream, expected, proposed, error, trouble);
        if (!isPassing(error)) throw this.told(stream, proposed, error);
        if (!isTurnedAway(error)) trouble = error;
        if (performance.now() >= until) {
          if (trouble === undefined) throw unavailable(error, 'EventStoreDB does not take this append now');
          throw new OutcomeUnknown(`EventStoreDB went away during an append to ${stream}: ${(error as Error).message}`, { cause: error });
        }
        await this.connection.wait(backoff(attempt));
      }
    }
  }

  /** The stream stands elsewhere: by somebody else's events, or, where an earlier try was not answered, by these very ones. */
  private async settled(
    stream: string,
    expected: ExpectedRevision,
    proposed: readonly Proposed[],
    error: WrongExpectedVersionError,
    trouble: unknown,
  ): Promise<Appended> {
    const actual = typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : 'none';
    if (trouble !== undefined) {
      const before = expected === 'none' ? -1 : expected;
      const places = await this.log.placesFrom(stream, before + 1, proposed.length).catch((cause: unknown) => {
        throw cause instanceof StoreUnavailable ? new OutcomeUnknown(cause.reason, { cause }) : cause;
      });
      const position = places.at(-1)?.position;
      if (position !== undefined && places.length === proposed.length && places.every(({ id }, i) => id === proposed[i]?.id))
        return { revision: before + proposed.length, position };
    }
    throw new WrongExpectedRevision(stream, expected, actual);
  }

  private told(stream: string, proposed: readonly Proposed[], error: unknown): unknown {
    if (error instanceof LogAlarm) return error;
    if (isDeleted(error)) return new LogAlarm(`stream ${stream} was deleted for good: nothing is decided on it`, { cause: error });
    if (error instanceof MaxAppendSizeExceededError || isMessageTooLarge(error))
      return new AppendTooLarge(
        stream,
        proposed.reduce((sum, { size }) => sum + size, 0),
        error instanceof MaxAppendSizeExceededError ? error.maxAppendSize : largest,
      );
    return unavailable(error, 'EventStoreDB does not take this append');
  }
}
