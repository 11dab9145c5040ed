import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type DataSource, type EntityManager, IsNull, LessThan } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import { newId } from '../ground/ids.js';
import { refuseFrom } from '../refusals/refuse.js';
import { box, unbox } from '../sealing/aead.js';
import type { MasterKey } from '../sealing/master-key.js';
import { reading, transaction } from '../vault/database.js';
import { AccountRow, TokenRow } from '../vault/tables.js';
import { accountRefusals } from './refusals.js';

/**
 * A token that was just issued. `token` is shown once and stored nowhere. Times are ISO 8601, UTC.
 */
export interface IssuedToken {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly expiresAt: string;
}

/** The facts about a token that its owner may see. Times are ISO 8601, UTC. */
export interface TokenInfo {
  readonly id: string;
  readonly label: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  /** ISO 8601, UTC; exact to ten minutes. */
  readonly lastUsedAt: string | null;
}

/** The holder of a token. */
export interface Bearer {
  readonly tokenId: string;
  readonly person: string;
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
}

interface Holder extends Bearer {
  readonly expiresAt: number;
  /** Until when the answer may be given from memory; milliseconds since 1970. */
  readonly until: number;
}

const refuse = refuseFrom(accountRefusals.table);
const day = 24 * 60 * 60_000;
const cachedFor = 5_000;
const useNotedEvery = 10 * 60_000;
/** How long an expired token stays in the list, in milliseconds. */
const keptAfterExpiry = 90 * day;

/** Bearer tokens: `cb_` and 32 random bytes. The database holds only their SHA-256. */
export class Tokens {
  readonly #holders = new LRUCache<string, Holder>({ max: 10_000 });
  #revocations = 0;

  constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Issues a token that is valid for `lasting` milliseconds; undefined where the person has no
   * account or a disabled one.
   */
  async issue(person: string, label: string, lasting: number): Promise<IssuedToken | undefined> {
    const token = `cb_${randomBytes(32).toString('base64url')}`;
    const now = this.clock.now();
    const row: TokenRow = {
      id: newId(),
      person,
      hash: hashOf(token),
      label: '',
      createdAt: at(now),
      expiresAt: at(now + lasting),
      revokedAt: null,
      lastUsedAt: null,
    };
    row.label = box(this.master.subKey('token-labels'), label, Buffer.from(row.id)).toString('base64url');
    return transaction(this.accounts, async (manager) => {
      if (!(await manager.existsBy(AccountRow, { person, disabledAt: IsNull() }))) return undefined;
      await manager.delete(TokenRow, { person, expiresAt: LessThan(at(now - keptAfterExpiry)) });
      await manager.insert(TokenRow, row);
      return { id: row.id, token, person, expiresAt: row.expiresAt };
    });
  }

  /** The holder of the token; undefined where it is unknown, expired or revoked. */
  async holder(token: string): Promise<Bearer | undefined> {
    if (!/^cb_[\w-]{43}$/.test(token)) return undefined;
    const hash = hashOf(token);
    const now = this.clock.now();
    const known = this.#holders.get(hash);
    if (known && now < known.until) return now < known.expiresAt ? known : undefined;
    const revocations = this.#revocations;
    const row = await reading(this.accounts, (manager) => manager.findOneBy(TokenRow, { hash, revokedAt: IsNull() }));
    const expiresAt = row ? Date.parse(row.expiresAt) : 0;
    if (!row || now >= expiresAt) return undefined;
    // A token that was revoked while its row was read must not be remembered as valid.
    const bearer = { tokenId: row.id, person: row.person, issuedAt: row.createdAt };
    if (revocations === this.#revocations) this.#holders.set(hash, { ...bearer, expiresAt, until: now + cachedFor });
    if (!row.lastUsedAt || now - Date.parse(row.lastUsedAt) >= useNotedEvery) await this.#noteUse(row.id, now);
    return bearer;
  }

  /** All tokens of the person, newest first. */
  async of(person: string): Promise<TokenInfo[]> {
    const rows = await reading(this.accounts, (manager) =>
      manager.find(TokenRow, { where: { person }, order: { createdAt: 'DESC', id: 'ASC' } }),
    );
    return rows.map(({ id, label, createdAt, expiresAt, revokedAt, lastUsedAt }) => ({
      id,
      label: unbox(this.master.subKey('token-labels'), Buffer.from(label, 'base64url'), Buffer.from(id))?.toString('utf8') ?? '',
      createdAt,
      expiresAt,
      revokedAt,
      lastUsedAt,
    }));
  }

  /**
   * Ends one token, here at once and on other nodes within 5 seconds. Refuses with
   * `token.not-found`, also for a token that is not `person`'s.
   */
  async revoke(id: string, person?: string): Promise<void> {
    await this.#revoking(async (manager) => {
      const row = await manager.findOneBy(TokenRow, { id });
      if (!row || (person !== undefined && row.person !== person)) return refuse('token.not-found');
      await manager.update(TokenRow, { id, revokedAt: IsNull() }, { revokedAt: at(this.clock.now()) });
    });
  }

  /** Ends all tokens of the person, and runs `also` in the same transaction. */
  async revokeAll(person: string, also: (manager: EntityManager) => Promise<void> = async () => {}): Promise<void> {
    await this.#revoking(async (manager) => {
      await also(manager);
      await manager.update(TokenRow, { person, revokedAt: IsNull() }, { revokedAt: at(this.clock.now()) });
    });
  }

  async #revoking(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    await transaction(this.accounts, work);
    this.#revocations += 1;
    this.#holders.clear();
  }

  async #noteUse(id: string, now: number): Promise<void> {
    try {
      await transaction(this.accounts, (manager) => manager.update(TokenRow, { id }, { lastUsedAt: at(now) }));
    } catch {
      // A full disk must not lock out a caller who only reads; the next use tries again.
    }
  }
}

const hashOf = (token: string): string => hash('sha256', token, 'base64url');
const at = (milliseconds: number): string => new Date(milliseconds).toISOString();
