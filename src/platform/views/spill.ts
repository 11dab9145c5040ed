import type { QueryRunner } from 'typeorm';
import { isOnPostgres } from '../postgres/connection.js';
import type { AnyFields } from '../rows/columns.js';
import { chunks, keyLists } from './bulk.js';
import type { OpenRow } from './fold.js';
import { KeyFilter } from './key-filter.js';

/**
 * Where a build keeps the open rows that do not fit in memory: a temporary table that is only
 * appended to. The newest entry of a key counts. Writing such rows to their final table and closing
 * them there later would rewrite a page for every row.
 */
export class Spill {
  private readonly name: string;
  private readonly bytewise: string;
  private added = 0;
  /** Most requested keys were never put aside: new keys, and keys without a current row. */
  private keys: KeyFilter | undefined;

  constructor(
    private readonly runner: QueryRunner,
    private readonly table: string,
  ) {
    this.name = runner.dataSource.driver.escape(`${table}_spill`);
    this.bytewise = isOnPostgres(runner.dataSource) ? ' COLLATE "C"' : '';
  }

  /** True once it holds anything. */
  get used(): boolean {
    return this.added > 0;
  }

  /** False where the spill certainly has no entry of the key. */
  mayHold(key: string): boolean {
    return this.keys?.mayHold(key) ?? false;
  }

  /**
   * Most builds need none, so it is created with its first rows. A rollback may have removed it, so
   * every use makes sure of it.
   */
  private async create(): Promise<void> {
    await this.runner.query(
      `CREATE TEMPORARY TABLE IF NOT EXISTS ${this.name} ("n" bigint NOT NULL, "key" text${this.bytewise} NOT NULL, "validFrom" bigint, "fields" text)`,
    );
    await this.runner.query(`CREATE UNIQUE INDEX IF NOT EXISTS "${this.table}_spill_key" ON ${this.name} ("key", "n")`);
  }

  /**
   * Puts rows aside; null for a key that no longer has a row. Such a null is not needed where
   * nothing is known of the key.
   */
  async put(rows: readonly (readonly [key: string, row: OpenRow | null])[]): Promise<void> {
    if (rows.length === 0) return;
    await this.create();
    this.keys ??= new KeyFilter();
    for (const [key] of rows) this.keys?.add(key);
    for (const [chunk, size] of chunks(rows)) {
      const values = Array.from({ length: size }, (_, i) => `(${[0, 1, 2, 3].map((j) => this.parameter(i * 4 + j)).join(', ')})`);
      const parameters: unknown[] = [];
      for (const [key, row] of chunk) {
        this.added += 1;
        parameters.push(this.added, key, row?.validFrom ?? null, row && JSON.stringify(row.fields));
      }
      await this.runner.query(`INSERT INTO ${this.name} ("n", "key", "validFrom", "fields") VALUES ${values.join(', ')}`, parameters);
    }
  }

  /** The rows put aside for these keys. */
  async get(keys: readonly string[]): Promise<Map<string, OpenRow>> {
    const found = new Map<string, OpenRow>();
    if (this.used) await this.create();
    for (const [chunk, size] of keyLists(keys.filter((key) => this.mayHold(key)))) {
      const list = Array.from({ length: size }, (_, i) => this.parameter(i)).join(', ');
      const sql = `SELECT "key", "validFrom", "fields" FROM ${this.name} WHERE "key" IN (${list}) ORDER BY "key", "n"`;
      newest(found, (await this.runner.query(sql, chunk)) as Entry[]);
    }
    return found;
  }

  /**
   * Rows put aside, in the order of their keys: at most `limit` keys after `key`. `last` is the
   * last key read.
   */
  async after(key: string, limit: number): Promise<{ rows: Map<string, OpenRow>; last?: string }> {
    const rows = new Map<string, OpenRow>();
    if (!this.used) return { rows };
    await this.create();
    const sql = `SELECT "key" FROM ${this.name} WHERE "key" > ${this.parameter(0)} GROUP BY "key" ORDER BY "key" LIMIT 1 OFFSET ${this.parameter(1)}`;
    const [end] = (await this.runner.query(sql, [key, limit])) as Entry[];
    const upTo = end ? ` AND "key" < ${this.parameter(1)}` : '';
    const entries: Entry[] = await this.runner.query(
      `SELECT "key", "validFrom", "fields" FROM ${this.name} WHERE "key" > ${this.parameter(0)}${upTo} ORDER BY "key", "n"`,
      end ? [key, end.key] : [key],
    );
    newest(rows, entries);
    const last = entries.at(-1)?.key;
    return { rows, ...(last !== undefined && { last }) };
  }

  async drop(): Promise<void> {
    await this.runner.query(`DROP TABLE IF EXISTS ${this.name}`);
    this.added = 0;
    this.keys = undefined;
  }

  private parameter(at: number): string {
    return this.runner.dataSource.driver.createParameter('p', at);
  }
}

interface Entry {
  readonly key: string;
  readonly validFrom: number | string | null;
  readonly fields: string | null;
}

/** Entries come in the order of `n`: a later entry replaces an earlier one. */
function newest(rows: Map<string, OpenRow>, entries: readonly Entry[]): void {
  for (const { key, validFrom, fields } of entries) {
    if (fields === null) rows.delete(key);
    else rows.set(key, { validFrom: Number(validFrom), fields: JSON.parse(fields) as AnyFields, stored: false });
  }
}
