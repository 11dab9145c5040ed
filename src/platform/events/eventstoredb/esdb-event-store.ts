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

/** Most bytes that a server takes in one append, by its default settings. */
const largest = 1024 * 1024;
/** Most appends under way at once; further ones wait here. */
const maxAppendsUnderWay = 256;

/** The log reader, with the reads that an append needs. */
class Log extends EsdbLogReader {
  /** Ids and positions of a stream's events from a revision on. */
  async placesFrom(stream: string, revision: number, count: number): Promise<{ id: string; position: Position }[]> {
    const events = (await this.streamEvents(stream, revision, count)) ?? [];
    return events.map((resolved) => ({ id: resolved.event?.id ?? '', position: positionOf(resolved) }));
  }
}

/**
 * The log on an EventStoreDB server or cluster, read as by `EsdbLogReader`. Any number of nodes may
 * write. Appends to one stream run one after another, in the order given; appends to different
 * streams run side by side.
 *
 * After a passing failure, an append is repeated with the same ids at the same expected revision,
 * which the server takes only once. If the repeat conflicts with its own earlier try, the stream is
 * read to find out. Only where the stream cannot be read either, it rejects with OutcomeUnknown.
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

  /** Waits for a server that is starting; rejects with StoreUnavailable. */
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

  watch(changed: () => void): () => void {
    return this.log.watch(changed);
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
    /** The error of a try that may have been written. */
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

  /**
   * The stream is at another revision. Either another writer's events are there, or these very
   * events, from an earlier try without an answer.
   */
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
