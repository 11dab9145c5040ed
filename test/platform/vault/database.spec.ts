import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { StoreUnavailable } from '../../../src/platform/events/event-store.js';
import { AccountsFailure, closeAccounts, reading, transaction } from '../../../src/platform/vault/database.js';
import { MasterKeyCheckRow } from '../../../src/platform/vault/tables.js';
import { Opened } from '../accounts/directory.js';

const opened = new Opened();
let directory: string;
let accounts: DataSource;

beforeEach(async () => {
  directory = opened.directory();
  accounts = await opened.accounts(directory);
});
afterEach(() => opened.clean());

const names = () =>
  reading(accounts, async (manager) => (await manager.find(MasterKeyCheckRow, { order: { name: 'ASC' } })).map((row) => row.name));

describe('accounts.db', () => {
  it('writes ahead, waits for the disk at each commit and overwrites what it deletes', async () => {
    expect(await accounts.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await accounts.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await accounts.query('PRAGMA secure_delete')).toEqual([{ secure_delete: 1 }]);
  });

  it('may be read by its owner alone', () => {
    for (const name of ['accounts.db', 'accounts.db-wal']) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  it('has the tables that the entities declare, by migrations alone', async () => {
    const missing = await accounts.driver.createSchemaBuilder().log();
    expect(missing.upQueries.map(({ query }) => query)).toEqual([]);
    expect(accounts.options.synchronize).toBeFalsy();
  });

  it('opens again what it holds', async () => {
    await transaction(accounts, (manager) => manager.insert(MasterKeyCheckRow, { name: 'kept', value: 'v' }));
    await closeAccounts(accounts);
    accounts = await opened.accounts(directory);
    expect(await names()).toEqual(['kept']);
  });

  it('goes back to empty by its migrations', async () => {
    for (const _ of accounts.migrations) await accounts.undoLastMigration();
    expect(
      await accounts.query(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('accounts_migrations', 'sqlite_sequence')`,
      ),
    ).toEqual([]);
  });
});

describe('transactions', () => {
  it('do not mix where they run side by side', async () => {
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    const failing = transaction(accounts, async (manager) => {
      await manager.insert(MasterKeyCheckRow, { name: 'undone', value: 'v' });
      await pause();
      throw new Error('undo');
    });
    const standing = transaction(accounts, async (manager) => {
      await manager.insert(MasterKeyCheckRow, { name: 'stands', value: 'v' });
      await pause();
    });
    const read = names();
    await expect(failing).rejects.toThrow('undo');
    await standing;
    expect(await read).toEqual(['stands']);
    expect(await names()).toEqual(['stands']);
  });

  it('fail without the values of the statement', async () => {
    const secret = 'wrapped-key-or-hash';
    const insert = () => transaction(accounts, (manager) => manager.insert(MasterKeyCheckRow, { name: 'one', value: secret }));
    await insert();
    const failure = await insert().catch((error) => error);
    expect(failure).toBeInstanceOf(AccountsFailure);
    expect(failure.duplicate).toBe(true);
    expect(JSON.stringify({ ...failure, message: failure.message, stack: failure.stack })).not.toContain(secret);
  });

  it('fail as unavailable on a full disk, and work again once there is space', async () => {
    const pages = (await accounts.query('PRAGMA page_count'))[0].page_count;
    await accounts.query(`PRAGMA max_page_count = ${pages}`);
    const large = { name: 'large', value: 'x'.repeat(100_000) };
    for (let i = 0; i < 3; i += 1)
      await expect(transaction(accounts, (manager) => manager.insert(MasterKeyCheckRow, large))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await names()).toEqual([]);
    await accounts.query('PRAGMA max_page_count = 1000000');
    await transaction(accounts, (manager) => manager.insert(MasterKeyCheckRow, large));
    await expect(
      transaction(accounts, async (manager) => {
        await manager.insert(MasterKeyCheckRow, { name: 'undone', value: 'v' });
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(await names()).toEqual(['large']);
  });
});
