import type { QueryRunner } from 'typeorm';
import type { RowShape } from '../rows/row-shape.js';
import { stands } from '../rows/tables.js';
import type { OpenRow, RowSpan, RowVersion } from './fold.js';

/** Rows in one statement. The sizes are few, so that few statements are prepared. */
const sizes = [256, 32, 4, 1];

/** Reads and writes the rows of one table many at a time. */
export interface BulkTable {
  /** The current rows of these keys. */
  open(keys: readonly string[]): Promise<Map<string, OpenRow>>;
  /** Ends current rows. */
  close(spans: readonly RowSpan[]): Promise<void>;
  insert(versions: readonly RowVersion[]): Promise<void>;
}

/** Rows as lists of values, as SQLite takes them. */
export class ValuesTable implements BulkTable {
  private readonly statements = new Map<string, string>();
  private readonly columns: string;
  private readonly width: number;
  private readonly name: string;

  constructor(
    private readonly runner: QueryRunner,
    private readonly shape: RowShape,
  ) {
    const { driver } = runner.dataSource;
    this.columns = shape.columns.map((column) => driver.escape(column)).join(', ');
    this.width = shape.columns.length;
    this.name = driver.escape(shape.table);
  }

  async open(keys: readonly string[]): Promise<Map<string, OpenRow>> {
    const rows = new Map<string, OpenRow>();
    for (const [chunk, size] of keyLists(keys)) {
      const sql = this.statement(
        `open ${size}`,
        () => `SELECT ${this.columns} FROM ${this.name} WHERE ${stands} AND "key" IN (${this.parameters(0, size)})`,
      );
      for (const raw of (await this.runner.query(sql, chunk)) as Record<string, unknown>[])
        rows.set(raw.key as string, { validFrom: Number(raw.validFrom), fields: this.shape.fromDatabase(raw), stored: true });
    }
    return rows;
  }

  async close(spans: readonly RowSpan[]): Promise<void> {
    let affected = 0;
    for (const [chunk, size] of chunks(spans)) {
      const sql = this.statement(`close ${size}`, () => {
        const integer = (at: number) => `CAST(${this.parameter(at)} AS bigint)`;
        const values = Array.from(
          { length: size },
          (_, i) => `(${this.parameter(i * 4)}, ${integer(i * 4 + 1)}, ${integer(i * 4 + 2)}, ${integer(i * 4 + 3)})`,
        );
        return (
          `UPDATE ${this.name} SET "validTo" = ended.column2, "level" = ended.column3, "slot" = ended.column4 ` +
          `FROM (VALUES ${values.join(', ')}) AS ended WHERE "key" = ended.column1 AND ${this.name}.${stands}`
        );
      });
      const parameters = chunk.flatMap(({ key, validTo, level, slot }) => [key, validTo, level, slot]);
      affected += (await this.runner.query(sql, parameters, true)).affected ?? 0;
    }
    allClosed(this.shape, spans, affected);
  }

  async insert(versions: readonly RowVersion[]): Promise<void> {
    for (const [chunk, size] of chunks(versions)) {
      const sql = this.statement(`insert ${size}`, () => {
        const values = Array.from({ length: size }, (_, i) => `(${this.parameters(i * this.width, this.width)})`);
        return `INSERT INTO ${this.name} (${this.columns}) VALUES ${values.join(', ')}`;
      });
      const parameters: unknown[] = [];
      for (const version of chunk) {
        parameters.push(version.key, version.validFrom, version.validTo, version.level, version.slot);
        this.shape.push(parameters, version.fields);
      }
      await this.runner.query(sql, parameters);
    }
  }

  /** Builds each statement once: the same text is prepared once. */
  private statement(key: string, build: () => string): string {
    let sql = this.statements.get(key);
    if (!sql) {
      sql = build();
      this.statements.set(key, sql);
    }
    return sql;
  }

  private parameter(at: number): string {
    return this.runner.dataSource.driver.createParameter('p', at);
  }

  private parameters(from: number, count: number): string {
    return Array.from({ length: count }, (_, i) => this.parameter(from + i)).join(', ');
  }
}

export function allClosed({ table }: { readonly table: string }, spans: readonly RowSpan[], affected: number): void {
  if (affected !== spans.length) throw new Error(`${table}: ${spans.length - affected} rows that should stand are not there`);
}

/** Cuts a list into pieces of the sizes above, each with its size. */
export function* chunks<T>(items: readonly T[]): Generator<[T[], number]> {
  let from = 0;
  for (const size of sizes) for (; items.length - from >= size; from += size) yield [items.slice(from, from + size), size];
}

/**
 * Cuts keys to look up into lists of the sizes above. The last list is filled up with a repeated
 * key: one statement where `chunks` makes several.
 */
export function* keyLists(keys: readonly string[]): Generator<[string[], number]> {
  const largest = sizes[0] as number;
  for (let from = 0; from < keys.length; from += largest) {
    const list = keys.slice(from, from + largest);
    const size = sizes.findLast((one) => one >= list.length) as number;
    const last = list.at(-1) as string;
    while (list.length < size) list.push(last);
    yield [list, size];
  }
}
