import type { Database } from 'better-sqlite3';

/** The log's file in its directory. */
export const eventsFile = 'events.db';

/**
 * Each step brings the log from one version (`PRAGMA user_version`) to the next. Never change a
 * released step: add another.
 * `latest` is the running maximum of `recordedAt` in milliseconds; it turns a time into a position.
 * `envelope` is the array that rows.ts writes and reads: reading one text is almost twice as fast
 * as reading ten columns.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE streams (
     id   INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE events (
     position INTEGER PRIMARY KEY,
     stream   INTEGER NOT NULL,
     revision INTEGER NOT NULL,
     id       BLOB    NOT NULL UNIQUE,
     latest   INTEGER NOT NULL,
     type     TEXT    NOT NULL,
     schema   INTEGER NOT NULL,
     envelope TEXT    NOT NULL,
     data     TEXT    NOT NULL,
     UNIQUE (stream, revision)
   ) STRICT;`,
];

/** The log was written by a newer version of the program; nothing was changed. */
export class LogTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `the event log has version ${found}, but this program knows versions up to ${known}: start a program at least as new as the one that wrote it`,
    );
    this.name = 'LogTooNew';
  }
}

export const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Brings the log to the newest version, each step in a transaction of its own. */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  const found = versionOf(db);
  if (found > steps.length) throw new LogTooNew(found, steps.length);
  steps.slice(found).forEach((step, index) => {
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${found + index + 1}`);
    })();
  });
}

/**
 * 64 MiB. Every checkpoint delays writers, and small checkpoints write the same pages again and
 * again.
 */
const checkpointPages = 16_384;
/** KiB of pages in the writer's cache. */
const cache = 32_768;
const full = 2;

/**
 * Makes the settings that an acknowledged append needs to survive a loss of power. Reads them back,
 * and throws where one does not hold.
 */
export function makeDurable(db: Pick<Database, 'pragma'>): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // without these, macOS answers an fsync before the data is on disk
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  db.pragma(`cache_size = -${cache}`);
  const mode = db.pragma('journal_mode', { simple: true });
  if (mode !== 'wal') throw new Error(`the event log needs journal_mode WAL, but this file system gives ${String(mode)}: use a local disk`);
  const synchronous = db.pragma('synchronous', { simple: true });
  if (synchronous !== full) throw new Error(`the event log needs synchronous FULL (${full}), but SQLite reports ${String(synchronous)}`);
}
