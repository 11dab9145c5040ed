import type { Clock } from '../ground/clock.js';
import { networkOf } from './network.js';

export interface Rate {
  /** Most uses at once. */
  readonly burst: number;
  /** Milliseconds until one more use is allowed; `burst` times this is at most an hour. */
  readonly every: number;
}

interface Bucket {
  left: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Milliseconds after which every bucket is full again. */
export const fullAgainAfter = 60 * 60_000;
/** Most addresses remembered; beyond that, those not seen for longest are forgotten. */
const maxAddresses = 50_000;

/** Limits how often one network may do something. */
export abstract class RateLimit {
  /**
   * Takes one use: 0 where it is allowed, else the seconds until the next one is. `what` names the
   * limited action.
   */
  abstract take(what: string, address: string, rate: Rate): number | Promise<number>;
}

/**
 * The limit of a single node. It is kept in memory alone: on disk, the time when an address was
 * last seen would tell who sent an anonymous report. An address is forgotten an hour after its last
 * request.
 */
export class MemoryRateLimit extends RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {
    super();
  }

  take(what: string, address: string, { burst, every }: Rate): number {
    const key = `${what} ${networkOf(address)}`;
    const now = this.clock.now();
    const bucket = this.#buckets.get(key);
    const left = Math.min(burst, (bucket?.left ?? burst) + (bucket ? Math.max(0, now - bucket.at) / every : 0));
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: Math.max(0, left >= 1 ? left - 1 : left), at: now });
    this.#forget(now - fullAgainAfter);
    return left >= 1 ? 0 : Math.ceil(((1 - left) * every) / 1000);
  }

  #forget(before: number): void {
    for (const [key, { at }] of this.#buckets) {
      if (at >= before && this.#buckets.size <= maxAddresses) break;
      this.#buckets.delete(key);
    }
  }
}
