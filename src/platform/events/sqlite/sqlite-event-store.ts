import { checkAppend } from '../checked.js';
import type { EventRecord, Position, StoredRecord } from '../envelope.js';
import { type Appended, EventStore, type ExpectedRevision, StoreUnavailable } from '../event-store.js';
import { SqliteLogReader } from './log-reader.js';
import { wireEventOf } from './rows.js';
import { Writer, type WriterData } from './writer.js';

export interface SqliteEventStoreOptions {
  /** Holds events.db and lock.db; made where it is missing. */
  readonly directory: string;
  /** Milliseconds to wait for another writer that is just stopping; 500 unless said otherwise. */
  readonly busy?: number;
  /** Most pages events.db may have; for trials of a full disk. */
  readonly maxPages?: number;
}

/**
 * The log in one SQLite file of this machine. One process writes it at a time, in a thread of its own; appends that wait share a
 * transaction and its fsync. Reads run on the calling thread. Positions are whole numbers from 1 without gaps.
 *
 * When the disk is full, or refuses a write, the appends of that commit reject with StoreUnavailable and wrote nothing; the next ones
 * are tried again. When the writer's thread is lost, every append rejects so until the store is opened again; reads go on.
 */
export class SqliteEventStore extends EventStore {
  readonly dense = true;
  private closed = false;

  private constructor(
    private readonly writer: Writer,
    private readonly reader: SqliteLogReader,
  ) {
    super();
  }

  /** Rejects with LogInUse while another process has the log open, and where it was written by a newer version of the program. */
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
    return this.writer.append([stream, expected === 'none' ? -1 : expected, events.map(wireEventOf)]);
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

  /** Sets how many pages events.db may have, from the next append on; for trials of a full disk. */
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
