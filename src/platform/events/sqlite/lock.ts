import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';

/** This log is already open for writing, usually by another process. */
export class LogInUse extends Error {
  constructor(readonly directory: string) {
    super(`the event log in ${directory} is in use: stop the process that has it open, or start this one on another directory`);
    this.name = 'LogInUse';
  }
}

/**
 * Makes this process the one writer of the log in `directory` until the connection is closed or the
 * process dies, however it dies. The operating system keeps the lock, so nothing is left to clean
 * up. Waits up to `wait` milliseconds for a holder that is just stopping.
 * Misuse: opening and closing lock.db in this process other than through SQLite loses the lock
 * (POSIX).
 */
export function lock(directory: string, wait: number): Database {
  const db = new Sqlite(join(directory, 'lock.db'), { timeout: wait });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw new LogInUse(directory);
    throw error;
  }
}
