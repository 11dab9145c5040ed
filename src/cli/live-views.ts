import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { isDue, type KeyedFold } from '../platform/rows/keyed-fold.js';
import type { ViewCheckpoint } from '../platform/rows/tables.js';

/**
 * A row in the database's form. Its columns are in the requested order: key first, then validFrom in
 * a view.
 */
export type RawRow = readonly (string | number | null)[];

const quoted = (name: string): string => `"${name}"`;

/** Where a fold's rows are, as SQL: a view's table, or a process's part of the due work. */
export const placeOf = (fold: KeyedFold): string =>
  isDue(fold) ? `"due_work" WHERE "process" = '${fold.process}' AND "version" = ${fold.version}` : quoted(fold.table);

/** Every row of a fold, by key (in bytes) and, of a view, by validFrom, which is the second column. */
export const rowsOf = (db: Database, fold: KeyedFold, columns: readonly string[]): IterableIterator<RawRow> =>
  db
    .prepare(`SELECT ${columns.map(quoted).join(', ')} FROM ${placeOf(fold)} ORDER BY ${isDue(fold) ? '"key"' : '"key", "validFrom"'}`)
    .raw()
    .iterate() as IterableIterator<RawRow>;

/**
 * The rows and checkpoints that the server reads, all from one moment: later writes are not seen.
 */
export class LiveViews {
  private constructor(
    readonly db: Database | undefined,
    /** By table. */
    readonly checkpoints: ReadonlyMap<string, ViewCheckpoint>,
  ) {}

  /** Opens them without changing anything. A directory without views.db has no checkpoints. */
  static open(directory: string): LiveViews {
    const file = join(directory, 'views.db');
    if (!existsSync(file)) return new LiveViews(undefined, new Map());
    const db = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      db.exec('BEGIN');
      const made = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'view_checkpoint'").get();
      const checkpoints = made ? (db.prepare('SELECT * FROM "view_checkpoint"').all() as ViewCheckpoint[]) : [];
      return new LiveViews(db, new Map(checkpoints.map((checkpoint) => [checkpoint.table, checkpoint])));
    } catch (error) {
      db.close();
      throw error;
    }
  }

  close(): void {
    this.db?.close();
  }
}
