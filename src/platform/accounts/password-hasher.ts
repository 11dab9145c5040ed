import type { KeyObject } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuseFrom } from '../refusals/refuse.js';
import { accountRefusals } from './refusals.js';

export abstract class PasswordHasher {
  abstract hash(password: string): Promise<string>;
  abstract verify(hash: string, password: string): Promise<boolean>;
}

export interface HasherLimits {
  /** Computations at once. Each takes 19 MiB and a thread of the pool that file access uses too. */
  readonly atOnce?: number;
  /** How many more may wait; further ones are refused with `sign-in.too-many`. */
  readonly waiting?: number;
}

/**
 * argon2id (the package's default kind) with OWASP's parameters and a key that is kept outside the
 * database.
 */
export class Argon2Hasher extends PasswordHasher {
  readonly #options: { memoryCost: number; timeCost: number; parallelism: number; secret: Buffer };
  readonly #atOnce: number;
  readonly #waiting: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(pepper: KeyObject, { atOnce = 2, waiting = 32 }: HasherLimits = {}) {
    super();
    this.#options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: pepper.export() };
    this.#atOnce = atOnce;
    this.#waiting = waiting;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password.normalize('NFKC'), this.#options));
  }

  verify(hashed: string, password: string): Promise<boolean> {
    return this.#inTurn(() => verify(hashed, password.normalize('NFKC'), this.#options));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#queue.length >= this.#waiting) refuseFrom(accountRefusals.table)('sign-in.too-many', { retryAfter: 1 });
      await new Promise<void>((go) => this.#queue.push(go));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      // The slot passes directly to the next in line, so that no later caller takes it first.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
