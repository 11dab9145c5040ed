import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
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

const source = (path: string, views: readonly AnyView[], prepareDatabase: (db: Pragmas) => void, readonly: boolean): DataSource =>
  new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities: [ViewCheckpoint, ...views.map(({ row }) => row)],
    readonly,
    statementCacheSize: 1000,
    prepareDatabase,
    logging: false,
  });

interface Pragmas {
  pragma(text: string): unknown;
}

/** Opens `directory`/views.db for the one thread that writes it. A file that is no database, or a damaged one, is made anew. */
export async function openForWriting(directory: string, views: readonly AnyView[]): Promise<DataSource> {
  const path = file(directory);
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

/** Opens `directory`/views.db, which the writer has made, for reading beside it. */
export const openForReading = (directory: string, views: readonly AnyView[]): Promise<DataSource> =>
  source(file(directory), views, (db) => db.pragma('cache_size = -32000'), true).initialize();

const isDamaged = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
};
