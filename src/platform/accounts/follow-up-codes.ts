import { randomInt, timingSafeEqual } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { MasterKey } from '../sealing/master-key.js';
import { reading, transaction } from '../vault/database.js';
import { FollowUpCodeRow } from '../vault/tables.js';

/** Crockford's base 32: nobody who copies a code by hand can take a letter for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 28 characters of 5 bits: 140 bits. */
const length = 28;

/**
 * Codes that open one thing to their holder, without a name. A code is shown once and not stored.
 * Only its hash under a key of the master key is kept, with the id of the thing that it opens, and
 * nothing about who asked for it or when. Both methods reject with StoreUnavailable while
 * accounts.db cannot be used.
 */
export class FollowUpCodes {
  constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
  ) {}

  /** A new code for the thing with this id; on disk once it resolves. */
  async issue(opens: string): Promise<string> {
    const code = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
    await transaction(this.accounts, (manager) => manager.insert(FollowUpCodeRow, { hash: this.#hash(code).toString('base64url'), opens }));
    return code.match(/.{4}/g)?.join('-') ?? code;
  }

  /**
   * The id of the thing that the code opens; undefined for a wrong code, after the same work. Case,
   * spaces and hyphens do not matter.
   */
  async opens(code: string): Promise<string | undefined> {
    const hash = this.#hash(normal(code));
    const row = await reading(this.accounts, (manager) => manager.findOneBy(FollowUpCodeRow, { hash: hash.toString('base64url') }));
    // The database compares hashes that nobody can choose without the key. This comparison decides,
    // and its duration does not depend on how far they agree.
    const kept = row ? Buffer.from(row.hash, 'base64url') : Buffer.alloc(hash.length);
    return timingSafeEqual(kept, hash) ? row?.opens : undefined;
  }

  #hash(code: string): Buffer {
    return this.master.hash('follow-up-codes', code);
  }
}

const normal = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
