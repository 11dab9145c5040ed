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

/** A token just issued: `token` is shown once and kept nowhere. Times are ISO 8601, UTC. */
export interface IssuedToken {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly expiresAt: string;
}

/** What a person may see of their tokens. Times are ISO 8601, UTC. */
export interface TokenInfo {
  readonly id: string;
  readonly label: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  /** To within ten minutes. */
  readonly lastUsedAt: string | null;
}

/** For whom a token stands. */
export interface Bearer {
  readonly tokenId: string;
  readonly person: string;
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
}

interface Holder extends Bearer {
  readonly expiresAt: number;
  /** Until when the answer may be given without looking; milliseconds since 1970. */
  readonly until: number;
}

const refuse = refuseFrom(accountRefusals.table);
const day = 24 * 60 * 60_000;
const cachedFor = 5_000;
const useNotedEvery = 10 * 60_000;
/** Old tokens are listed this long after they expired. */
const keptAfterExpiry = 90 * day;

/** Bearer tokens `cb_` and 32 random bytes; the database has their SHA-256 alone. */
export class Tokens {
  readonly #holders = new LRUCache<string, Holder>({ max: 10_000 });
  #revocations = 0;

  constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  /** Good for `lasting` milliseconds; undefined where the person has no account or a disabled one. */
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

  /** Who holds the token; undefined where it is none, has expired or was revoked. */
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
    // A token revoked while its row was read is not remembered as good.
    const bearer = { tokenId: row.id, person: row.person, issuedAt: row.createdAt };
    if (revocations === this.#revocations) this.#holders.set(hash, { ...bearer, expiresAt, until: now + cachedFor });
    if (!row.lastUsedAt || now - Date.parse(row.lastUsedAt) >= useNotedEvery) await this.#noteUse(row.id, now);
    return bearer;
  }

  /** All of the person's, the newest first. */
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

  /** Ends one token, here at once and elsewhere within 5 seconds. Refuses with `token.not-found`, also where it is not `person`'s. */
  async revoke(id: string, person?: string): Promise<void> {
    await this.#revoking(async (manager) => {
      const row = await manager.findOneBy(TokenRow, { id });
      if (!row || (person !== undefined && row.person !== person)) return refuse('token.not-found');
      await manager.update(TokenRow, { id, revokedAt: IsNull() }, { revokedAt: at(this.clock.now()) });
    });
  }

  /** Ends all of the person's, and does `also` in the same transaction. */
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
      // Whoever only reads is not kept out by a full disk; the next use tries again.
    }
  }
}

const hashOf = (token: string): string => hash('sha256', token, 'base64url');
const at = (milliseconds: number): string => new Date(milliseconds).toISOString();
