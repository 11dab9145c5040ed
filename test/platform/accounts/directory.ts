import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { closeAccounts, openAccounts } from '../../../src/platform/accounts/database.js';
import { Clock } from '../../../src/platform/clock.js';

/** A clock that stands still until it is moved. */
export class SetClock extends Clock {
  constructor(private instant = Date.parse('2026-03-02T19:00:00.000Z')) {
    super();
  }
  now(): number {
    return this.instant;
  }
  pass(milliseconds: number): void {
    this.instant += milliseconds;
  }
}

/** Directories and databases that a spec opened; `clean` after each test. */
export class Opened {
  readonly #undo: (() => Promise<void> | void)[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'casebook-accounts-'));
    this.#undo.push(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
  }

  async accounts(directory: string): Promise<DataSource> {
    const accounts = await openAccounts(directory);
    this.#undo.push(async () => {
      if (accounts.isInitialized) await closeAccounts(accounts);
    });
    return accounts;
  }

  async clean(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

/** The names of the files in `directory` that hold these bytes. */
export const filesHolding = (directory: string, bytes: string | Buffer): string[] =>
  readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes(bytes));
