import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Place, PostgresAddress } from '../postgres/address.js';
import { ViewCheckpoint } from './tables.js';
import type { AnyView } from './view.js';

const file = (directory: string): string => join(directory, 'views.db');

/** Derivable, so the operating system may write it when it likes: after a power cut it stands at an earlier checkpoint. */
const pragmas = [
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'wal_autocheckpoint = 8000',
  'cache_size = -16000',
  'temp.cache_size = -16000',
];

const entitiesOf = (views: readonly AnyView[]) => [ViewCheckpoint, ...views.map(({ row }) => row)];

const source = (path: string, views: readonly AnyView[], prepareDatabase: (db: Pragmas) => void, readonly: boolean): DataSource =>
  new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities: entitiesOf(views),
    readonly,
    statementCacheSize: 1000,
    prepareDatabase,
    logging: false,
  });

interface Pragmas {
  pragma(text: string): unknown;
}

/** Connections of a node that reads. */
const readers = 12;
/** Milliseconds that a list may take to read. */
const longestRead = 10_000;

/** The driver is loaded where it is needed: an embedded Casebook does without. */
async function onPostgres(address: PostgresAddress, views: readonly AnyView[], writes: boolean): Promise<DataSource> {
  const { openPostgres } = await import('../postgres/connection.js');
  return openPostgres(address, {
    name: writes ? 'views' : 'lists',
    // One that writes, one for its lease, one that listens.
    connections: writes ? 3 : readers,
    statement: writes ? 0 : longestRead,
    // What a crash loses is folded again.
    durable: false,
    entities: entitiesOf(views),
  });
}

/**
 * Opens the rows for the one thread that writes them: views.db in a directory, where a file that is no database, or a damaged one, is made
 * anew, or a schema on PostgreSQL.
 */
export async function openForWriting(place: Place, views: readonly AnyView[]): Promise<DataSource> {
  if (!('directory' in place)) return onPostgres(place, views, true);
  const path = file(place.directory);
  const open = () =>
    source(
      path,
      views,
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

/** Opens the rows, which the writer has made, for reading beside it. */
export const openForReading = (place: Place, views: readonly AnyView[]): Promise<DataSource> =>
  'directory' in place
    ? source(file(place.directory), views, (db) => db.pragma('cache_size = -32000'), true).initialize()
    : onPostgres(place, views, false);

const isDamaged = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
};
