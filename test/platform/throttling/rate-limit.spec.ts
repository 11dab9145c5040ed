import { MemoryRateLimit } from '../../../src/platform/throttling/rate-limit.js';
import { SetClock } from '../../kit/clock.js';

const rate = { burst: 3, every: 60_000 };

describe('a rate limit', () => {
  it('allows so many at once, then one after another', () => {
    const clock = new SetClock();
    const limit = new MemoryRateLimit(clock);
    const take = (address = '192.0.2.1') => limit.take('spec', address, rate);
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 60]);
    clock.pass(30_000);
    expect(take()).toBe(30);
    clock.pass(30_000);
    expect([take(), take()]).toEqual([0, 60]);
    clock.pass(60 * 60_000);
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 60]);
  });

  it('is each network’s own, and each purpose’s', () => {
    const limit = new MemoryRateLimit(new SetClock());
    const take = (address: string, what = 'spec') => limit.take(what, address, { burst: 1, every: 60_000 });
    expect([take('192.0.2.1'), take('192.0.2.2'), take('192.0.2.1', 'other')]).toEqual([0, 0, 0]);
    expect([take('2001:db8:1:2::1'), take('2001:db8:1:2::2'), take('2001:db8:1:3::1')]).toEqual([0, 60, 0]);
    expect(take('::ffff:192.0.2.1')).toBe(60);
  });

  it('is not lifted by a clock that goes back', () => {
    const clock = new SetClock();
    const limit = new MemoryRateLimit(clock);
    const take = () => limit.take('spec', '192.0.2.1', { burst: 1, every: 60_000 });
    expect(take()).toBe(0);
    clock.pass(-60_000);
    expect(take()).toBe(60);
  });
});
