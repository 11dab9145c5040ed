import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Place } from '../../../src/platform/postgres/address.js';
import { isOnPostgres } from '../../../src/platform/postgres/connection.js';
import { closeAccounts, openAccounts } from '../../../src/platform/vault/database.js';
import { Schemas } from '../../kit/postgres.js';

export { SetClock } from '../../kit/clock.js';

/** Where accounts are kept; what is said of them holds on both. */
export const databases = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof databases)[number];

/** Directories and databases that a spec opened; `clean` after each test. */
export class Opened {
  readonly #undo: (() => unknown)[] = [];
  readonly #schemas = new Schemas();
  readonly #places = new Map<string, Promise<Place>>();

  constructor(private readonly kind: DatabaseKind = 'SQLite') {}

  /** The same place for the same directory. */
  place(directory: string): Promise<Place> {
    let place = this.#places.get(directory);
    if (!place) {
      place = this.kind === 'SQLite' ? Promise.resolve({ directory }) : this.#schemas.address('accounts');
      this.#places.set(directory, place);
    }
    return place;
  }

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'casebook-accounts-'));
    this.#undo.push(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
  }

  async accounts(directory: string): Promise<DataSource> {
    const accounts = await openAccounts(await this.place(directory));
    this.#undo.push(async () => {
      if (accounts.isInitialized) await closeAccounts(accounts);
    });
    return accounts;
  }

  /** Undone after the test, passed or failed: what is left open would keep the run from ending. */
  closing(close: () => Promise<void> | void): void {
    this.#undo.push(close);
  }

  async clean(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
    await this.#schemas.clean();
    this.#places.clear();
  }
}

/** The names of the files in `directory` that hold these bytes. */
export const filesHolding = (directory: string, bytes: string | Buffer): string[] =>
  readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes(bytes));

/** What there is of these bytes: files of SQLite, tables of PostgreSQL. */
export async function placesHolding(accounts: DataSource, directory: string, bytes: string | Buffer): Promise<string[]> {
  if (!isOnPostgres(accounts)) return filesHolding(directory, bytes);
  const holding: string[] = [];
  for (const { tableName } of accounts.entityMetadatas) {
    const rows: { row: string }[] = await accounts.query(`SELECT row_to_json(t)::text AS row FROM "${tableName}" t`);
    if (rows.some(({ row }) => Buffer.from(row).includes(bytes))) holding.push(tableName);
  }
  return holding;
}

/** From now on nothing can be written, as on a full disk; resolves with what mends that. */
export async function nothingWritable(accounts: DataSource): Promise<() => Promise<void>> {
  if (!isOnPostgres(accounts)) {
    await accounts.query('PRAGMA query_only = ON');
    return async () => {
      await accounts.query('PRAGMA query_only = OFF');
    };
  }
  await accounts.query(
    `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$`,
  );
  for (const { tableName } of accounts.entityMetadatas)
    await accounts.query(`CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON "${tableName}" EXECUTE FUNCTION full_disk()`);
  return async () => {
    await accounts.query('DROP FUNCTION full_disk CASCADE');
  };
}

/** Holds the next statement of the entity manager back after it was answered: `read` resolves then, `release` lets the asker go on. */
export function holdNextRead(accounts: DataSource): { read: Promise<void>; release: () => void } {
  let [answered, release] = [() => {}, () => {}];
  const read = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const manager = accounts.manager as unknown as Record<'query' | 'findOneBy', (...of: unknown[]) => Promise<unknown>>;
  const before = { query: manager.query, findOneBy: manager.findOneBy };
  for (const method of ['query', 'findOneBy'] as const)
    manager[method] = async (...of) => {
      Object.assign(manager, before);
      const answer = await before[method].apply(manager, of);
      answered();
      await released;
      return answer;
    };
  return { read, release };
}

/** Lets reads run beside transactions, as they do where the database gives each its own connection. */
export function withoutTurns(accounts: DataSource): void {
  Object.defineProperty(accounts, 'options', { value: { ...accounts.options, type: 'postgres' } });
}
