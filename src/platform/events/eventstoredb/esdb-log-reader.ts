import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import { checkLimit, instantOf } from '../checked.js';
import { beginning, type Position, type StoredRecord } from '../envelope.js';
import { LogAlarm, type LogReader } from '../event-store.js';
import type { EsdbAddress } from '../store-address.js';
import { EsdbConnection, type EsdbTimes } from './esdb-connection.js';
import { backoff, isDeleted, isDenied, isNotFound, isRefusedPosition, unavailable } from './esdb-errors.js';
import { positionOf, recordOf } from './esdb-records.js';
import { Landmarks } from './landmarks.js';

const maxEvents = Number.MAX_SAFE_INTEGER;
/** Numbers of events requested at once when it looks backwards for Casebook's last event. */
const backwards = [1, 32, 1_000];

/**
 * The log on EventStoreDB: the streams whose names begin with the address's prefix. All other
 * events of the server are passed over. A position is the server's commit position: it grows from
 * event to event, also within one append, and is not dense.
 */
export class EsdbLogReader implements LogReader {
  readonly dense = false;
  private readonly landmarks = new Landmarks((after, limit) => this.readAll(after, limit));
  private readonly watchers = new Set<() => void>();
  private unwatch: (() => void) | undefined;
  /** The last event of Casebook that was seen: the search for the head goes no further back. */
  private seen: Position = beginning;

  constructor(protected readonly connection: EsdbConnection) {}

  /** Waits for a server that is starting; rejects with StoreUnavailable. */
  static async open(address: EsdbAddress, times?: Partial<EsdbTimes>): Promise<EsdbLogReader> {
    return new EsdbLogReader(await EsdbConnection.open(address, times));
  }

  async read(stream: string, fromRevision = 0): Promise<readonly StoredRecord[]> {
    const events = await this.streamEvents(stream, fromRevision, maxEvents);
    if (!events) {
      await this.assertWhole(stream);
      return [];
    }
    const records = events.map((event) => recordOf(event, this.connection.prefix));
    for (const [index, { revision }] of records.entries())
      if (revision !== fromRevision + index)
        throw new LogAlarm(
          `stream ${stream} should go on at revision ${fromRevision + index}, but goes on at ${revision}: it was cut; nothing is decided on it`,
        );
    // A stream that was cut to nothing has no event left to show it.
    if (records.length === 0) await this.assertWhole(stream);
    return records;
  }

  async readAll(after: Position, limit: number): Promise<readonly StoredRecord[]> {
    checkLimit(limit);
    const found: StoredRecord[] = [];
    const revisions = new Map<string, number>();
    // an event of the server itself may be at position 0: only an absent `from` means the start
    let from = after === beginning ? undefined : after;
    while (found.length < limit) {
      const asked = limit - found.length + (from === undefined ? 0 : 1);
      let events = await this.pageFrom(from, asked);
      if (!events) {
        if (from === undefined) break;
        // A client named a position without an event. The last event at or before it certainly
        // exists. It may even be at that position, if it was written meanwhile.
        const before = await this.lastBefore(from);
        from = before === beginning ? undefined : before;
        events = await this.pageFrom(from, asked);
        if (!events) throw new LogAlarm(`the event at position ${from} is not there any more`);
      }
      const full = events.length === asked;
      for (const resolved of events) {
        const position = positionOf(resolved);
        if (from !== undefined && position <= from) continue;
        from = position;
        const record = await this.ours(resolved);
        if (!record || position <= after) continue;
        const before = revisions.get(record.stream);
        if (before !== undefined && record.revision !== before + 1)
          throw new LogAlarm(
            `stream ${record.stream} goes on after revision ${before} with ${record.revision} at position ${position}: it was cut`,
          );
        revisions.set(record.stream, record.revision);
        found.push(record);
      }
      if (!full) break;
    }
    const last = found.at(-1);
    if (last) this.seen = Math.max(this.seen, last.position);
    return found;
  }

  async at(position: Position): Promise<StoredRecord | undefined> {
    if (position <= beginning) return undefined;
    const [exact] = (await this.pageFrom(position, 1)) ?? [];
    const record = exact && (await this.ours(exact));
    return record ?? this.landmarks.at(position);
  }

  async head(): Promise<Position> {
    // Read before the server is asked: other reads may meanwhile see events newer than its answer.
    const { seen } = this;
    let before: Position | undefined;
    for (let round = 0; ; round += 1) {
      const asked = backwards[Math.min(round, backwards.length - 1)] as number;
      const events = await this.calling(() => this.connection.pageBefore(before, asked));
      for (const resolved of events) {
        before = positionOf(resolved);
        if (before < seen)
          // an event that was seen has gone: the log was cut back, or restored from an earlier
          // state
          throw new LogAlarm(
            `the log ends before position ${seen}, which was read from it: it was cut back, or restored from an older backup`,
          );
        if (!this.isOurs(resolved)) continue;
        this.seen = Math.max(this.seen, before);
        return before;
      }
      if (events.length < asked) {
        if (seen !== beginning) throw new LogAlarm(`the log is empty, but went up to position ${seen} before`);
        return beginning;
      }
    }
  }

  async positionAt(time: string): Promise<Position> {
    return this.landmarks.positionAt(instantOf(time));
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    this.unwatch ??= this.live();
    return () => {
      this.watchers.delete(changed);
      if (this.watchers.size > 0) return;
      this.unwatch?.();
      this.unwatch = undefined;
    };
  }

  async close(): Promise<void> {
    this.watchers.clear();
    this.unwatch?.();
    await this.connection.close();
  }

  /** Events of one stream; undefined where the server knows none. Rejects with LogAlarm for a deleted one. */
  protected async streamEvents(stream: string, from: number, count: number): Promise<ResolvedEvent[] | undefined> {
    try {
      return await this.calling(() => this.connection.readStream(this.connection.prefix + stream, from, count));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      if (isDeleted(error)) throw new LogAlarm(`stream ${stream} was deleted for good: nothing is decided on it`, { cause: error });
      throw error;
    }
  }

  /**
   * A stream without events either never existed, or was deleted or cut. Its metadata say which.
   */
  protected async assertWhole(stream: string): Promise<void> {
    const metadata = await this.calling(() => this.connection.lastOf(`$$${this.connection.prefix}${stream}`)).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      if (isDeleted(error)) throw new LogAlarm(`stream ${stream} was deleted for good: nothing is decided on it`, { cause: error });
      throw error;
    });
    const cut = metadata && cutBy(metadata);
    if (cut) throw new LogAlarm(`stream ${stream} was cut or deleted on the server (${cut} in its metadata): nothing is decided on it`);
  }

  /** Turns the client's errors into those of the store. */
  protected async calling<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isDenied(error) ? unavailable(error) : error;
    }
  }

  /**
   * The record, where the event is one of Casebook's. Rejects where the log says that one of
   * Casebook's streams was cut.
   */
  private async ours(resolved: AllStreamResolvedEvent): Promise<StoredRecord | undefined> {
    const { prefix } = this.connection;
    if (this.isOurs(resolved)) return recordOf(resolved, prefix);
    const { streamId, type } = resolved.event ?? { streamId: '', type: '' };
    // The cut may have been undone since: the present metadata count.
    if (type === '$metadata' && streamId.startsWith(`$$${prefix}`) && cutBy(resolved))
      await this.assertWhole(streamId.slice(2 + prefix.length));
    return undefined;
  }

  /**
   * All applications' events from one on, that one first; undefined where no event begins at the
   * position.
   */
  private async pageFrom(from: Position | undefined, count: number): Promise<AllStreamResolvedEvent[] | undefined> {
    try {
      const events = await this.calling(() => this.connection.page(from, count));
      const [first] = events;
      return from === undefined || (first && positionOf(first) === from) ? events : undefined;
    } catch (error) {
      if (from !== undefined && isRefusedPosition(error)) return undefined;
      throw error;
    }
  }

  /** Rejects with LogAlarm for a position beyond the log's end: the server would never answer. */
  private async lastBefore(position: Position): Promise<Position> {
    const head = await this.head();
    if (position > head)
      throw new LogAlarm(
        `position ${position} lies beyond the log's end at ${head}: the log was cut back, or restored from an older backup than what reads it`,
      );
    return (await this.landmarks.at(position))?.position ?? beginning;
  }

  private isOurs({ event }: AllStreamResolvedEvent): boolean {
    return event?.streamId.startsWith(this.connection.prefix) === true;
  }

  private live(): () => void {
    let open = true;
    let end = () => {};
    const changed = () => {
      for (const watcher of this.watchers) watcher();
    };
    const begin = (attempt: number) => {
      let failures = attempt;
      let failed = false;
      end = this.connection.live(
        () => {
          failures = 0;
          changed();
        },
        () => {
          if (failed || !open) return;
          failed = true;
          // A subscription that failed never comes back by itself.
          void this.connection.wait(backoff(failures)).then(() => open && begin(failures + 1));
        },
      );
    };
    begin(0);
    return () => {
      open = false;
      end();
    };
  }
}

/** The part of a stream's metadata that removes events. */
function cutBy({ event }: ResolvedEvent | AllStreamResolvedEvent): string | undefined {
  const data = event?.data;
  if (typeof data !== 'object' || data === null) return undefined;
  return ['$tb', '$maxCount', '$maxAge'].find(
    (name) => (data as Record<string, unknown>)[name] !== undefined && (data as Record<string, unknown>)[name] !== 0,
  );
}
