import type { DataSource } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import type { MasterKey } from '../sealing/master-key.js';
import { transaction } from '../vault/database.js';
import { networkOf } from './network.js';
import { fullAgainAfter, type Rate, RateLimit } from './rate-limit.js';

/**
 * The same limit for several nodes. An address is stored only as a hash under the master key. Its
 * table is in no journal, and a crash empties it. An hour after its last request the address is
 * deleted.
 */
export class SharedRateLimit extends RateLimit {
  constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {
    super();
  }

  async take(what: string, address: string, { burst, every }: Rate): Promise<number> {
    const key = this.master.hash('address-hashes', `rate ${what} ${networkOf(address)}`).toString('base64url');
    const now = this.clock.now();
    return transaction(this.accounts, async (manager) => {
      await manager.query('DELETE FROM rate_limits WHERE at < $1', [now - fullAgainAfter]);
      // Requests of the same address at the same time wait for this row.
      const [row] = (await manager.query(
        `INSERT INTO rate_limits AS known (key, tokens, at) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET tokens = least($2, known.tokens + greatest(0, $3 - known.at) / $4::double precision), at = $3
         RETURNING tokens`,
        [key, burst, now, every],
      )) as { tokens: number }[];
      const left = Number(row?.tokens ?? 0);
      if (left < 1) return Math.ceil(((1 - left) * every) / 1000);
      await manager.query('UPDATE rate_limits SET tokens = tokens - 1 WHERE key = $1', [key]);
      return 0;
    });
  }
}
