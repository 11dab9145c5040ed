import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { checkLimit, instantOf } from '../checked.js';
import type { Position, StoredRecord } from '../envelope.js';
import type { LogReader } from '../event-store.js';
import { columns, columnsOf, type EventRow, recordOfRow } from './rows.js';
import { eventsFile, LogTooNew, migrations, versionOf } from './schema.js';

const from = 'FROM events e JOIN streams s ON s.id = e.stream';

/**
 * Reads the log through its own connection, in any thread or process, with or without a running
 * writer. It sees only events that are committed and durable. Answers at once, on the calling
 * thread.
 */
export class SqliteLogReader implements LogReader {
  readonly dense = true;
  private readonly idOf;
  private readonly ofStream;
  private readonly all;
  private readonly upTo;
  private readonly last;
  private readonly latestFrom;

  private constructor(private readonly db: Database) {
    // Two statements cost less than a join: many streams that are asked for do not exist yet.
    this.idOf = db.prepare<[string], number>('SELECT id FROM streams WHERE name = ?').pluck();
    this.ofStream = db
      .prepare<[string, number, number], EventRow>(
        `SELECT ${columnsOf('?')} FROM events e WHERE e.stream = ? AND e.revision >= ? ORDER BY e.revision`,
      )
      .raw();
    this.all = db.prepare<[number, number], EventRow>(`SELECT ${columns} ${from} WHERE e.position > ? ORDER BY e.position LIMIT ?`).raw();
    this.upTo = db.prepare<[number], EventRow>(`SELECT ${columns} ${from} WHERE e.position <= ? ORDER BY e.position DESC LIMIT 1`).raw();
    this.last = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck();
    this.latestFrom = db.prepare<[number], number>('SELECT latest FROM events WHERE position >= ? ORDER BY position LIMIT 1').pluck();
  }

  /**
   * `path` is the log's directory or the events.db in it. Throws where there is no log, or a log of
   * another version.
   */
  static open(path: string): SqliteLogReader {
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, eventsFile) : path;
    if (!existsSync(file)) throw new Error(`there is no event log at ${file}`);
    const db = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      const version = versionOf(db);
      if (version > migrations.length) throw new LogTooNew(version, migrations.length);
      if (version < migrations.length)
        throw new Error(
          `the event log at ${file} has version ${version}: start the server once, which brings it to version ${migrations.length}`,
        );
      return new SqliteLogReader(db);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** At most `limit` events after `after`, in log order; fewer only at the log's head. */
  readAll(after: Position, limit: number): StoredRecord[] {
    checkLimit(limit);
    return this.all.all(after, limit).map(recordOfRow);
  }

  /** The stream's events from `fromRevision` on, in order; empty where there are none. */
  read(stream: string, fromRevision = 0): StoredRecord[] {
    const id = this.idOf.get(stream);
    return id === undefined ? [] : this.ofStream.all(stream, id, fromRevision).map(recordOfRow);
  }

  /** The last event at or before the position. */
  at(position: Position): StoredRecord | undefined {
    const row = this.upTo.get(position);
    return row && recordOfRow(row);
  }

  /** The last position; 0 for an empty log. */
  head(): Position {
    return this.last.get() ?? 0;
  }

  /** The last position at which the running maximum of `recordedAt` is at most `time` (ISO 8601 with Z or an offset). */
  positionAt(time: string): Position {
    const instant = instantOf(time);
    let low = 0;
    let high = this.head();
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.latestFrom.get(middle) as number) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  close(): void {
    this.db.close();
  }
}
