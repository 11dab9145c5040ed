import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Place, PostgresAddress } from '../postgres/address.js';
import { DueWork } from './due-work.js';
import { ViewCheckpoint } from './tables.js';

const file = (directory: string): string => join(directory, 'views.db');

/**
 * The rows can be built again, so the operating system may write them whenever it likes. After a
 * power cut the database is at an earlier checkpoint.
 */
const pragmas = [
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'wal_autocheckpoint = 8000',
  'cache_size = -16000',
  'temp.cache_size = -16000',
];

/** The tables of views are read and written by SQL of our own. */
const entities = [ViewCheckpoint, DueWork];

const source = (path: string, prepareDatabase: (db: Pragmas) => void, readonly: boolean): DataSource =>
  new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities,
    readonly,
    statementCacheSize: 1000,
    prepareDatabase,
    logging: false,
  });

interface Pragmas {
  pragma(text: string): unknown;
}

/** Connections of a process that only reads. */
const readers = 12;
/** Longest time that reading a list may take, in milliseconds. */
const longestRead = 10_000;

/**
 * The PostgreSQL driver is loaded only where it is needed: an embedded Casebook runs without it.
 */
async function onPostgres(address: PostgresAddress, writes: boolean): Promise<DataSource> {
  const { openPostgres } = await import('../postgres/connection.js');
  return openPostgres(address, {
    name: writes ? 'views' : 'lists',
    // One writes, one holds the lease, one listens.
    connections: writes ? 3 : readers,
    statement: writes ? 0 : longestRead,
    // Rows that a crash loses are folded again.
    durable: false,
    entities,
  });
}

/**
 * Opens the rows for the one thread that writes them: views.db in a directory, or a schema on
 * PostgreSQL. A views.db that is damaged or no database is replaced by a new one.
 */
export async function openForWriting(place: Place): Promise<DataSource> {
  if (!('directory' in place)) return onPostgres(place, true);
  const path = file(place.directory);
  const open = () =>
    source(
      path,
      (db) => {
        for (const pragma of pragmas) db.pragma(pragma);
      },
      false,
    ).initialize();
  try {
    return await open();
  } catch (error) {
    if (!isDamaged(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return open();
  }
}

/** Opens the rows for reading beside the writer, which has created them. */
export const openForReading = (place: Place): Promise<DataSource> =>
  'directory' in place
    ? source(file(place.directory), (db) => db.pragma('cache_size = -32000'), true).initialize()
    : onPostgres(place, false);

const isDamaged = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
};
