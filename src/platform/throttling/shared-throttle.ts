import { type DataSource, LessThan } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import type { MasterKey } from '../sealing/master-key.js';
import { reading, transaction } from '../vault/database.js';
import { SignInFailureRow } from '../vault/tables.js';
import { type Attempt, addressKey, forgottenAfter, loginKey, refuseUntil, type Throttle, waitOf } from './sign-in-throttle.js';

/**
 * The same throttle for several nodes: failures are counted in the database alone. An attempt
 * counts as failed from its beginning, under a lock on its login's row. Otherwise each of many
 * guesses, sent to many nodes at once, would be the first.
 */
export class SharedThrottle implements Throttle {
  constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  async begin(loginHash: string, from: string): Promise<Attempt> {
    const login = loginKey(loginHash);
    const address = addressKey(this.master, from);
    const others = await reading(this.accounts, (manager) => manager.findOneBy(SignInFailureRow, { key: address }));
    refuseUntil(others ? waitOf(others.failures, Date.parse(others.lastAt), 'from') - this.clock.now() : 0);
    await this.count(login, 'login');
    let counted = true;
    return {
      failed: async () => {
        counted = false;
        await this.count(address);
      },
      succeeded: async () => {
        counted = false;
        await transaction(this.accounts, (manager) => manager.delete(SignInFailureRow, { key: login }));
      },
      end: async () => {
        // Neither failed nor succeeded: the password was not checked.
        if (counted)
          await transaction(this.accounts, (manager) =>
            manager.query('UPDATE sign_in_failures SET failures = greatest(0, failures - 1) WHERE key = $1', [login]),
          ).catch(() => {});
      },
    };
  }

  /** Counts one more failure; refuses where the key has to wait, if `waits` is given. */
  private async count(key: string, waits?: 'login'): Promise<void> {
    const now = this.clock.now();
    const lastAt = new Date(now).toISOString();
    const forgotten = new Date(now - forgottenAfter).toISOString();
    await transaction(this.accounts, async (manager) => {
      await manager.query('INSERT INTO sign_in_failures (key, failures, last_at) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [key, lastAt]);
      const row = await manager.findOneOrFail(SignInFailureRow, { where: { key }, lock: { mode: 'pessimistic_write' } });
      if (waits) refuseUntil(waitOf(row.failures, Date.parse(row.lastAt), waits) - now);
      const failures = row.lastAt < forgotten ? 1 : row.failures + 1;
      await manager.update(SignInFailureRow, { key }, { failures, lastAt });
      await manager.delete(SignInFailureRow, { lastAt: LessThan(forgotten) });
    });
  }
}
