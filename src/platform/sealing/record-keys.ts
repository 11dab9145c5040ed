import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../ground/clock.js';
import { reading, scrub, transaction } from '../vault/database.js';
import { RecordKeyRow } from '../vault/tables.js';
import { box, unbox } from './aead.js';
import { type MasterKey, proveMasterKey } from './master-key.js';

export interface RecordKey {
  /** The record of the key: a stream's name, or the one that the event names. */
  readonly record: string;
  /** 22 base64url characters. Every token names its key by it. */
  readonly keyId: string;
  readonly key: KeyObject;
  /** The context to which every token under this key is bound. */
  readonly context: Buffer;
}

/** The record was disposed of: nothing more may be sealed for it. */
export class RecordKeyDestroyed extends Error {
  constructor(readonly record: string) {
    super(`the key of record ${record} was destroyed; nothing more can be sealed for it`);
  }
}

/** The stored key does not open under the master key: somebody altered its row. */
export class RecordKeyBroken extends Error {
  constructor(readonly record: string) {
    super(`the stored key of record ${record} is damaged; restore accounts.db from a backup`);
  }
}

/** Keys that do not open what they sealed. */
export interface KeyCheck {
  readonly destroyed: readonly string[];
  readonly missing: readonly string[];
  readonly broken: readonly string[];
}

interface Asked {
  readonly promise: Promise<RecordKey>;
  readonly resolve: (key: RecordKey) => void;
  readonly reject: (reason: unknown) => void;
}

/** Most rows in one statement. */
const atOnce = 500;
const columns = 'record, key_id AS "keyId", wrapped, created_at AS "createdAt", destroyed_at AS "destroyedAt"';

/**
 * The key of each record, kept in accounts.db under the master key.
 * Guarantees: a record keeps one key, even where several callers ask at once; a key is on disk
 * before it is handed out. All keys requested within one turn of the event loop are made in one
 * commit. Rejects with StoreUnavailable while nothing can be written.
 */
export class RecordKeys {
  readonly #byRecord: LRUCache<string, RecordKey>;
  readonly #byId: LRUCache<string, RecordKey>;
  readonly #destroyed = new Set<string>();
  #asked = new Map<string, Asked>();

  private constructor(
    private readonly accounts: DataSource,
    private readonly master: MasterKey,
    private readonly clock: Clock,
    cached: number,
  ) {
    this.#byRecord = new LRUCache({ max: cached });
    this.#byId = new LRUCache({ max: cached });
  }

  /**
   * Rejects with MasterKeyUnusable where `master` is not the key that wrapped the existing keys.
   * Keeps `cached` keys in memory.
   */
  static async open(accounts: DataSource, master: MasterKey, clock: Clock, cached = 20_000): Promise<RecordKeys> {
    await proveMasterKey(accounts, master);
    return new RecordKeys(accounts, master, clock, cached);
  }

  /**
   * The keys by record; missing ones are created. Rejects with RecordKeyDestroyed or
   * RecordKeyBroken.
   */
  async ensure(records: readonly string[]): Promise<Map<string, RecordKey>> {
    const keys = await Promise.all([...new Set(records)].map((record) => this.#byRecord.get(record) ?? this.#ask(record)));
    return new Map(keys.map((key) => [key.record, key]));
  }

  /** The record's key if it is in memory, without waiting. */
  ready(record: string): RecordKey | undefined {
    return this.#byRecord.get(record);
  }

  /** The key with this id if it is in memory, without waiting. */
  known(keyId: string): RecordKey | undefined {
    return this.#byId.get(keyId);
  }

  /**
   * The key with this id; undefined where it was destroyed or never existed. Rejects with
   * RecordKeyBroken.
   */
  async open(keyId: string): Promise<RecordKey | undefined> {
    return (await this.openMany([keyId])).get(keyId);
  }

  /** The keys by id, without those that are destroyed or unknown. Rejects with RecordKeyBroken. */
  async openMany(keyIds: Iterable<string>): Promise<Map<string, RecordKey>> {
    const keys = new Map<string, RecordKey>();
    const others: string[] = [];
    for (const keyId of new Set(keyIds)) {
      const known = this.#byId.get(keyId);
      if (known) keys.set(keyId, known);
      else others.push(keyId);
    }
    for (const row of await this.#rows('key_id', others)) {
      if (row.wrapped !== null) keys.set(row.keyId, this.#remember(this.#unwrap(row)));
    }
    return keys;
  }

  /**
   * Destroys the record's key permanently: everything it sealed is unreadable from now on, and
   * nothing more is sealed for the record. The wrapped key is overwritten on disk. Another process
   * keeps the key in memory until it ends. Backups are not changed.
   */
  async destroy(record: string): Promise<void> {
    valid(record);
    const destroyedAt = this.#now();
    const keyId = await transaction(this.accounts, async (manager) => {
      const row = await manager.findOneBy(RecordKeyRow, { record });
      if (row?.destroyedAt) return row.keyId;
      if (row) {
        await manager.update(RecordKeyRow, { record }, { wrapped: null, destroyedAt });
        return row.keyId;
      }
      // A record that never had a key must not get one later either.
      const never = { record, keyId: newKeyId(this.clock.now()), wrapped: null, createdAt: destroyedAt, destroyedAt };
      await manager.insert(RecordKeyRow, never);
      return never.keyId;
    });
    this.#destroyed.add(keyId);
    this.#byRecord.delete(record);
    this.#byId.delete(keyId);
    await scrub(this.accounts);
  }

  /** Which of these keys do not open what they sealed, by the present content of accounts.db. */
  async check(keyIds: Iterable<string>): Promise<KeyCheck> {
    const asked = [...new Set(keyIds)];
    const rows = new Map((await this.#rows('key_id', asked)).map((row) => [row.keyId, row]));
    const those = (unfit: (row: RecordKeyRow) => boolean) => [...rows.values()].filter(unfit).map((row) => row.keyId);
    return {
      missing: asked.filter((keyId) => !rows.has(keyId)),
      destroyed: those((row) => row.wrapped === null),
      broken: those((row) => row.wrapped !== null && !this.#unwrapped(row)),
    };
  }

  #ask(record: string): Promise<RecordKey> {
    const before = this.#asked.get(record);
    if (before) return before.promise;
    valid(record);
    if (this.#asked.size === 0) setImmediate(() => this.#answer());
    let settle!: Omit<Asked, 'promise'>;
    const promise = new Promise<RecordKey>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#asked.set(record, { promise, ...settle });
    return promise;
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asked = new Map();
    try {
      const rows = await this.#make([...asked.keys()]);
      for (const [record, { resolve, reject }] of asked) {
        const row = rows.get(record);
        if (!row?.wrapped || this.#destroyed.has(row.keyId)) reject(new RecordKeyDestroyed(record));
        else {
          try {
            resolve(this.#byRecord.get(record) ?? this.#remember(this.#unwrap(row)));
          } catch (error) {
            reject(error);
          }
        }
      }
    } catch (error) {
      for (const { reject } of asked.values()) reject(error);
    }
  }

  /** The rows of these records; missing ones are created and committed. */
  async #make(records: readonly string[]): Promise<Map<string, RecordKeyRow>> {
    const known = new Map((await this.#rows('record', records)).map((row) => [row.record, row]));
    // The same order everywhere, so that two processes do not wait for each other's rows.
    const missing = records.filter((record) => !known.has(record)).sort();
    if (missing.length === 0) return known;
    const fresh = missing.map((record) => this.#fresh(record));
    const others = await transaction(this.accounts, async (manager) => {
      let inserted = 0;
      for (const rows of chunks(fresh)) inserted += await this.#insert(manager, rows);
      // If another process was first, its key is the record's key.
      return inserted === missing.length ? [] : this.#read(manager, 'record', missing);
    });
    for (const row of [...fresh, ...others]) known.set(row.record, row);
    return known;
  }

  #fresh(record: string): RecordKeyRow {
    const keyId = newKeyId(this.clock.now());
    const secret = randomBytes(32);
    const wrapped = box(this.master.subKey('record-keys'), secret, wrapping(record, keyId)).toString('base64url');
    secret.fill(0);
    return { record, keyId, wrapped, createdAt: this.#now(), destroyedAt: null };
  }

  #rows(column: 'record' | 'key_id', values: readonly string[]): Promise<RecordKeyRow[]> {
    if (values.length === 0) return Promise.resolve([]);
    return reading(this.accounts, (manager) => this.#read(manager, column, values));
  }

  // Plain SQL: every command that starts a record waits for these two statements, and an entity
  // manager takes three times as long for them.

  async #read(manager: EntityManager, column: 'record' | 'key_id', values: readonly string[]): Promise<RecordKeyRow[]> {
    const rows: RecordKeyRow[] = [];
    for (const some of chunks(values))
      rows.push(...(await manager.query(`SELECT ${columns} FROM record_keys WHERE ${column} IN ${this.#list(0, some.length)}`, [...some])));
    return rows;
  }

  /** Number of rows that were not there yet. */
  async #insert(manager: EntityManager, rows: readonly RecordKeyRow[]): Promise<number> {
    const tuples = rows.map((_, index) => this.#list(index * 4, 4)).join();
    const values = rows.flatMap((row) => [row.record, row.keyId, row.wrapped, row.createdAt]);
    const inserted: unknown[] = await manager.query(
      `INSERT INTO record_keys (record, key_id, wrapped, created_at) VALUES ${tuples} ON CONFLICT DO NOTHING RETURNING record`,
      values,
    );
    return inserted.length;
  }

  /** Placeholders in the database's own form: `(?,?)` or `($1,$2)`. */
  #list(from: number, count: number): string {
    return `(${Array.from({ length: count }, (_, index) => this.accounts.driver.createParameter('', from + index)).join()})`;
  }

  #unwrap(row: RecordKeyRow): RecordKey {
    const key = this.#unwrapped(row);
    if (!key) throw new RecordKeyBroken(row.record);
    return { record: row.record, keyId: row.keyId, key, context: Buffer.from(row.keyId) };
  }

  #unwrapped(row: RecordKeyRow): KeyObject | undefined {
    const boxed = Buffer.from(row.wrapped ?? '', 'base64url');
    const secret = unbox(this.master.subKey('record-keys'), boxed, wrapping(row.record, row.keyId));
    if (!secret) return undefined;
    const key = createSecretKey(secret);
    secret.fill(0);
    return key;
  }

  #remember(key: RecordKey): RecordKey {
    // A read that began before the key was destroyed must not bring the key back.
    if (!this.#destroyed.has(key.keyId)) {
      this.#byRecord.set(key.record, key);
      this.#byId.set(key.keyId, key);
    }
    return key;
  }

  #now = (): string => new Date(this.clock.now()).toISOString();
}

/**
 * 6 bytes of time before 10 random bytes: keys made together are neighbours in the index, so a
 * commit touches fewer pages.
 */
function newKeyId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return bytes.toString('base64url');
}

/** A wrapped key opens only for its own record and id. */
const wrapping = (record: string, keyId: string): Buffer => Buffer.from(`${keyId} ${record}`);

function valid(record: string): void {
  if (!/^[\x21-\x7e]{1,200}$/.test(record)) throw new TypeError('a record is named by 1 to 200 visible ASCII characters');
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += atOnce) yield all.slice(at, at + atOnce);
}
