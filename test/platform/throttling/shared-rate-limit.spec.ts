import { randomBytes } from 'node:crypto';
import { MasterKey } from '../../../src/platform/sealing/master-key.js';
import { SharedRateLimit } from '../../../src/platform/throttling/shared-rate-limit.js';
import { Opened, SetClock } from '../accounts/directory.js';

const opened = new Opened('PostgreSQL');
afterAll(() => opened.clean());

describe('A rate limit of several nodes', () => {
  it('counts what any of them takes, one after another, and keeps no address', async () => {
    const directory = opened.directory();
    const [here, there] = [await opened.accounts(directory), await opened.accounts(directory)];
    const master = new MasterKey(randomBytes(32), 'spec');
    const clock = new SetClock();
    const limits = [new SharedRateLimit(here, master, clock), new SharedRateLimit(there, master, clock)] as const;
    const take = (node: 0 | 1, address = '192.0.2.1') => limits[node].take('spec', address, { burst: 3, every: 60_000 });
    expect([await take(0), await take(1), await take(0), await take(1), await take(0)]).toEqual([0, 0, 0, 60, 60]);
    expect(await take(1, '192.0.2.2')).toBe(0);
    clock.pass(30_000);
    expect(await take(1)).toBe(30);
    clock.pass(30_000);
    expect([await take(1), await take(0)]).toEqual([0, 60]);
    expect(JSON.stringify(await here.query('SELECT * FROM rate_limits'))).not.toContain('192.0.2');
    clock.pass(60 * 60_000 + 1);
    await take(0, '192.0.2.9');
    expect(await here.query('SELECT key FROM rate_limits')).toHaveLength(1);
    const rush = await Promise.all(Array.from({ length: 12 }, (_, at) => take(at % 2 ? 0 : 1, '192.0.2.7')));
    expect(rush.filter((seconds) => seconds === 0)).toHaveLength(3);
  });
});
