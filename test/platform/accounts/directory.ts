import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { closeAccounts, openAccounts } from '../../../src/platform/accounts/database.js';

export { SetClock } from '../../kit/clock.js';

/** Directories and databases that a spec opened; `clean` after each test. */
export class Opened {
  readonly #undo: (() => Promise<void> | void)[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'casebook-accounts-'));
    this.#undo.push(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
  }

  async accounts(directory: string): Promise<DataSource> {
    const accounts = await openAccounts({ directory });
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
  }
}

/** The names of the files in `directory` that hold these bytes. */
export const filesHolding = (directory: string, bytes: string | Buffer): string[] =>
  readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes(bytes));

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
