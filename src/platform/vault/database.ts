import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { StoreUnavailable } from '../events/event-store.js';
import type { Place, PostgresAddress } from '../postgres/address.js';
import { codeOf, isContended, isOnPostgres, isUnavailable, openPostgres } from '../postgres/connection.js';
import { accountsMigrations } from './migrations.js';
import { accountsTables } from './tables.js';

/**
 * A statement failed. Its values are left out: they are hashes and wrapped keys, which no log may
 * hold.
 */
export class AccountsFailure extends Error {
  constructor(readonly code: string) {
    super(`the accounts' database refused a statement: ${code}`);
  }
  /** True where another row already has this value. */
  get duplicate(): boolean {
    return /^(SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|23505)$/.test(this.code);
  }
}

/**
 * Opens the accounts and brings their tables up to date. They are `accounts.db` in a directory
 * (both created where absent, with WAL, `synchronous=FULL` and overwriting of deleted data), or a
 * schema on PostgreSQL. Rejects where the database cannot be opened with these settings. Close it
 * with `closeAccounts`.
 */
export const openAccounts = (place: Place): Promise<DataSource> => ('directory' in place ? openFile(place.directory) : openSchema(place));

async function openFile(directory: string): Promise<DataSource> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'accounts.db');
  closeSync(openSync(file, 'a', 0o600));
  const accounts = new DataSource({
    type: 'better-sqlite3',
    database: file,
    prepareDatabase: (database: Database) => {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma('secure_delete = ON');
      // Each record's first key is on a page of its own. Moving pages back less often saves a third
      // of the time.
      database.pragma('wal_autocheckpoint = 8000');
    },
    entities: accountsTables,
    migrations: accountsMigrations,
    migrationsTableName: 'accounts_migrations',
    migrationsRun: true,
    migrationsTransactionMode: 'all',
    logging: false,
  });
  await accounts.initialize();
  const is = (pragma: string) => sqlite(accounts).pragma(pragma, { simple: true });
  const [journal, synchronous, overwrites] = [is('journal_mode'), is('synchronous'), is('secure_delete')];
  if (journal !== 'wal' || synchronous !== 2 || overwrites !== 1) {
    await accounts.destroy();
    throw new Error(
      `${file} must run with journal_mode=wal, synchronous=2, secure_delete=1, not ${journal}, ${synchronous}, ${overwrites}`,
    );
  }
  return accounts;
}

const onPostgres = (address: PostgresAddress): Promise<DataSource> =>
  openPostgres(address, {
    name: 'accounts',
    connections: 6,
    statement: 10_000,
    durable: true,
    entities: accountsTables,
    migrations: accountsMigrations,
    migrationsTable: 'accounts_migrations',
  });

async function openSchema(address: PostgresAddress): Promise<DataSource> {
  const accounts = await onPostgres(address);
  try {
    await migrateOnce(accounts);
    return accounts;
  } catch (error) {
    await accounts.destroy();
    throw withoutValues(error);
  }
}

/**
 * Of nodes that start at once, one migrates and the others wait. If that node dies, the database
 * frees its row lock.
 */
async function migrateOnce(accounts: DataSource): Promise<void> {
  await accounts.query('CREATE TABLE IF NOT EXISTS accounts_migrating (one integer PRIMARY KEY)').catch((error: unknown) => {
    // If two nodes create it at once, one gets the error that it exists: as a row of the catalogue, as
    // a table, or as the table's type.
    if (!/^(23505|42P07|42710)$/.test(codeOf(error) ?? '')) throw error;
  });
  await accounts.query('INSERT INTO accounts_migrating VALUES (1) ON CONFLICT DO NOTHING');
  const runner = accounts.createQueryRunner();
  try {
    await runner.startTransaction();
    // The migrations run on another connection. This one only waits for its turn, as long as they
    // take.
    await runner.query('SET LOCAL statement_timeout = 0');
    await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await runner.query('SELECT one FROM accounts_migrating FOR UPDATE');
    await accounts.runMigrations({ transaction: 'all' });
    await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    await runner.release();
  }
}

/**
 * Opens existing accounts for reading only, also beside a running server. Rejects where there are
 * none.
 */
export function openAccountsForReading(place: Place): Promise<DataSource> {
  if (!('directory' in place)) return onPostgres(place);
  const { directory } = place;
  const file = join(directory, 'accounts.db');
  if (!existsSync(file)) return Promise.reject(new Error(`there is no accounts.db in ${directory}`));
  return new DataSource({ type: 'better-sqlite3', database: file, readonly: true, entities: accountsTables, logging: false }).initialize();
}

/** Waits for work under way, then closes. */
export async function closeAccounts(accounts: DataSource): Promise<void> {
  await inTurn(accounts, () => accounts.destroy());
}

/**
 * Runs `work` in a transaction, after all work requested before; durable once it resolves. Rejects
 * with StoreUnavailable on a full disk.
 */
export const transaction = <T>(accounts: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> =>
  isSqlite(accounts) ? inTurn(accounts, () => sqliteTransaction(accounts, work)) : contending(() => accounts.transaction(work));

/** Most tries of a transaction that conflicts with others. */
const attempts = 5;

async function contending<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isContended(error)) throw withoutValues(error);
    }
  }
}

/** Runs `work`, which only reads, while no transaction is half done. */
export const reading = <T>(accounts: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> =>
  inTurn(accounts, () => work(accounts.manager));

/**
 * Overwrites data in the files that was deleted or replaced before, as far as the database keeps
 * old pages in its own files.
 */
export async function scrub(accounts: DataSource): Promise<void> {
  if (accounts.driver.options.type === 'better-sqlite3')
    await inTurn(accounts, async () => sqlite(accounts).pragma('wal_checkpoint(TRUNCATE)'));
  // The server's own journal keeps older pages as long as its settings say.
  else await accounts.query('VACUUM (FULL) record_keys');
}

const isSqlite = (accounts: DataSource): boolean => !isOnPostgres(accounts);
const sqlite = (accounts: DataSource): Database => (accounts.driver as unknown as { databaseConnection: Database }).databaseConnection;

const tails = new WeakMap<DataSource, Promise<unknown>>();

/**
 * TypeORM uses one SQLite connection for all callers: without turns, one caller's statements land
 * in another's transaction.
 */
function inTurn<T>(accounts: DataSource, work: () => Promise<T>): Promise<T> {
  const done = (isSqlite(accounts) ? (tails.get(accounts) ?? Promise.resolve()) : Promise.resolve()).then(work).catch((error) => {
    throw withoutValues(error);
  });
  tails.set(
    accounts,
    done.catch(() => undefined),
  );
  return done;
}

async function sqliteTransaction<T>(accounts: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const runner = accounts.createQueryRunner();
  await runner.startTransaction();
  try {
    const result = await work(runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // On a full disk SQLite rolls back by itself. Then the ROLLBACK fails, and TypeORM takes every
    // later transaction for a nested one.
    if (!sqlite(accounts).inTransaction) await runner.query('BEGIN');
    await runner.rollbackTransaction();
    throw error;
  }
}

/** TypeORM's errors contain the statement's parameters. */
function withoutValues(error: unknown): unknown {
  if (isUnavailable(error)) return new StoreUnavailable(`the accounts' database: ${codeOf(error)}`);
  if (!(error instanceof QueryFailedError)) return error;
  const code = String((error.driverError as { code?: unknown }).code ?? 'unknown');
  return /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|NOMEM)|^40/.test(code)
    ? new StoreUnavailable(`the accounts' database: ${code}`)
    : new AccountsFailure(code);
}
