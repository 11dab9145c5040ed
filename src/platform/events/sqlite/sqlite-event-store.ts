import { checkAppend } from '../checked.js';
import type { EventRecord, Position, StoredRecord } from '../envelope.js';
import { type Appended, EventStore, type ExpectedRevision, StoreUnavailable } from '../event-store.js';
import { SqliteLogReader } from './log-reader.js';
import { wireEventOf } from './rows.js';
import { Writer, type WriterData } from './writer.js';

export interface SqliteEventStoreOptions {
  /** Holds events.db and lock.db; created where it is missing. */
  readonly directory: string;
  /** Milliseconds to wait for another writer that is just stopping; 500 unless given. */
  readonly busy?: number;
  /** Most pages that events.db may have; for tests of a full disk. */
  readonly maxPages?: number;
}

/**
 * The log in one SQLite file of this machine. One process writes it at a time, in a thread of its
 * own; waiting appends share a transaction and its fsync. Reads run on the calling thread.
 * Positions are whole numbers from 1 without gaps.
 *
 * If the disk is full or refuses a write, the appends of that commit wrote nothing and reject with
 * StoreUnavailable; later appends are tried again. If the writer's thread is lost, every append
 * rejects the same way until the store is opened again; reads still work.
 */
export class SqliteEventStore extends EventStore {
  readonly dense = true;
  private readonly watchers = new Set<() => void>();
  private closed = false;

  private constructor(
    private readonly writer: Writer,
    private readonly reader: SqliteLogReader,
  ) {
    super();
  }

  /**
   * Rejects with LogInUse while another process has the log open, and with LogTooNew where a newer
   * version of the program wrote it.
   */
  static async open({ directory, busy = 500, maxPages }: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const data: WriterData = { directory, busy, ...(maxPages !== undefined && { maxPages }) };
    const writer = await Writer.start(data);
    try {
      return new SqliteEventStore(writer, SqliteLogReader.open(directory));
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended> {
    checkAppend(stream, expected, events);
    const appended = await this.writer.append([stream, expected === 'none' ? -1 : expected, events.map(wireEventOf)]);
    for (const changed of this.watchers) changed();
    return appended;
  }

  async read(stream: string, fromRevision = 0): Promise<readonly StoredRecord[]> {
    return this.reading().read(stream, fromRevision);
  }

  async readAll(after: Position, limit: number): Promise<readonly StoredRecord[]> {
    return this.reading().readAll(after, limit);
  }

  async at(position: Position): Promise<StoredRecord | undefined> {
    return this.reading().at(position);
  }

  async head(): Promise<Position> {
    return this.reading().head();
  }

  async positionAt(time: string): Promise<Position> {
    await this.writer.settled();
    return this.reading().positionAt(time);
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  /** Sets how many pages events.db may have, from the next append on; for tests of a full disk. */
  limitPages(pages: number): void {
    this.writer.limit(pages);
  }

  async close(): Promise<void> {
    await this.writer.close();
    if (!this.closed) this.reader.close();
    this.closed = true;
  }

  private reading(): SqliteLogReader {
    if (this.closed) throw new StoreUnavailable('it is closed');
    return this.reader;
  }
}
