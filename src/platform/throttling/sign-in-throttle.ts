import { type DataSource, LessThan, MoreThanOrEqual } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import { refuseFrom } from '../refusals/refuse.js';
import type { MasterKey } from '../sealing/master-key.js';
import { reading, transaction } from '../vault/database.js';
import { SignInFailureRow } from '../vault/tables.js';
import { networkOf } from './network.js';
import { throttleRefusals } from './refusals.js';

interface Failures {
  count: number;
  /** Milliseconds since 1970. */
  lastAt: number;
}

/** One attempt under way. End it in every case; before that, report how it went. */
export interface Attempt {
  failed(): Promise<void>;
  succeeded(): Promise<void>;
  end(): void | Promise<void>;
}

/** Slows down guessing. */
export interface Throttle {
  /** Refuses with `sign-in.too-many` and `retryAfter` in seconds where the login or the address has to wait. */
  begin(loginHash: string, from: string): Attempt | Promise<Attempt>;
}

const freeFailures = 5;
const firstWait = 5_000;
/**
 * Milliseconds. Many people share an address (a whole city hall does), so an address never waits
 * long; a login waits until guessing is hopeless.
 */
const longestWait = { login: 15 * 60_000, from: 30_000 };
export const forgottenAfter = 60 * 60_000;

export const loginKey = (loginHash: string): string => `login ${loginHash}`;
export const addressKey = (master: MasterKey, from: string): string =>
  `from ${master.hash('address-hashes', networkOf(from)).toString('base64url')}`;

/** The time until which the key has to wait, in milliseconds since 1970; 0 where it need not. */
export const waitOf = (failures: number, lastAt: number, kind: 'login' | 'from'): number =>
  failures < freeFailures ? 0 : lastAt + Math.min(longestWait[kind], firstWait * 2 ** (failures - freeFailures));

export function refuseUntil(wait: number): void {
  if (wait > 0) refuseFrom(throttleRefusals.table)('sign-in.too-many', { retryAfter: Math.ceil(wait / 1000) });
}

/**
 * Slows down guessing. From the fifth failure in a row on, a login waits 5 s, then twice as long
 * after each further failure, up to 15 minutes. An address (of IPv6 its /64 network) waits
 * likewise, up to 30 s. An hour without a failure clears both; a success clears the login. Failures
 * are on disk before the attempt is answered, so that a restart forgets none.
 */
export class SignInThrottle implements Throttle {
  readonly #failures = new Map<string, Failures>();
  readonly #under = new Map<string, number>();

  private constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  static async open(accounts: DataSource, master: MasterKey, clock: Clock): Promise<SignInThrottle> {
    const throttle = new SignInThrottle(accounts, master, clock);
    const since = new Date(clock.now() - forgottenAfter).toISOString();
    const rows = await reading(accounts, (manager) =>
      manager.find(SignInFailureRow, { where: { lastAt: MoreThanOrEqual(since) }, order: { lastAt: 'ASC' } }),
    );
    for (const row of rows) throttle.#failures.set(row.key, { count: row.failures, lastAt: Date.parse(row.lastAt) });
    return throttle;
  }

  begin(loginHash: string, from: string): Attempt {
    const login = loginKey(loginHash);
    const address = addressKey(this.master, from);
    refuseUntil(Math.max(this.#wait(login, 'login'), this.#wait(address, 'from')));
    // Guesses sent side by side count before they are answered. Otherwise each would be the first.
    const under = this.#under.get(login) ?? 0;
    if (under > 0 && under + this.#count(login) >= freeFailures) refuseFrom(throttleRefusals.table)('sign-in.too-many', { retryAfter: 1 });
    this.#under.set(login, under + 1);
    return {
      failed: () => this.#record([login, address]),
      succeeded: () => this.#clear(login),
      end: () => {
        const left = (this.#under.get(login) ?? 1) - 1;
        if (left > 0) this.#under.set(login, left);
        else this.#under.delete(login);
      },
    };
  }

  /** Milliseconds that the key still has to wait. */
  #wait(key: string, kind: 'login' | 'from'): number {
    const failures = this.#failures.get(key);
    return failures ? waitOf(failures.count, failures.lastAt, kind) - this.clock.now() : 0;
  }

  #count(key: string): number {
    const failures = this.#failures.get(key);
    return failures && failures.lastAt >= this.clock.now() - forgottenAfter ? failures.count : 0;
  }

  async #record(keys: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const lastAt = new Date(now).toISOString();
    const forgotten = now - forgottenAfter;
    const rows = keys.map((key) => {
      const count = this.#count(key) + 1;
      this.#failures.delete(key);
      this.#failures.set(key, { count, lastAt: now });
      return { key, failures: count, lastAt };
    });
    for (const [key, { lastAt: last }] of this.#failures) {
      if (last >= forgotten) break;
      this.#failures.delete(key);
    }
    await transaction(this.accounts, async (manager) => {
      await manager.delete(SignInFailureRow, { lastAt: LessThan(new Date(forgotten).toISOString()) });
      await manager.upsert(SignInFailureRow, rows, ['key']);
    });
  }

  async #clear(key: string): Promise<void> {
    if (this.#failures.delete(key)) await transaction(this.accounts, (manager) => manager.delete(SignInFailureRow, { key }));
  }
}
