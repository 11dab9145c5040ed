import type { QueryRunner } from 'typeorm';
import type { ColumnKind } from '../rows/columns.js';
import type { RowShape } from '../rows/row-shape.js';
import { stands } from '../rows/tables.js';
import { allClosed, type BulkTable } from './bulk.js';
import type { OpenRow, RowSpan, RowVersion } from './fold.js';

const types: Readonly<Record<ColumnKind, string>> = { text: 'text', whole: 'bigint', boolean: 'boolean' };

/**
 * Rows as arrays, one for each column, as PostgreSQL takes them. One statement serves any number of
 * rows: as fast as COPY for large batches and twice as fast for small ones.
 */
export class ArraysTable implements BulkTable {
  private readonly opens: string;
  private readonly closes: string;
  private readonly inserts: string;

  constructor(
    private readonly runner: QueryRunner,
    private readonly shape: RowShape,
  ) {
    const name = `"${shape.table}"`;
    const columns = shape.columns.map((column) => `"${column}"`).join(', ');
    const arrays = [...(['text', 'whole', 'whole', 'whole', 'whole'] as const), ...shape.fields.map(({ kind }) => kind)].map(
      (kind, at) => `$${at + 1}::${types[kind]}[]`,
    );
    this.opens = `SELECT ${columns} FROM ${name} WHERE ${stands} AND "key" = ANY ($1::text[])`;
    this.closes =
      `UPDATE ${name} SET "validTo" = ended."validTo", "level" = ended."level", "slot" = ended."slot" ` +
      'FROM unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[]) AS ended ("key", "validTo", "level", "slot") ' +
      `WHERE ${name}."key" = ended."key" AND ${name}.${stands}`;
    this.inserts = `INSERT INTO ${name} (${columns}) SELECT * FROM unnest(${arrays.join(', ')})`;
  }

  async open(keys: readonly string[]): Promise<Map<string, OpenRow>> {
    const rows = new Map<string, OpenRow>();
    if (keys.length === 0) return rows;
    for (const raw of (await this.runner.query(this.opens, [keys])) as Record<string, unknown>[])
      rows.set(raw.key as string, { validFrom: Number(raw.validFrom), fields: this.shape.fromDatabase(raw), stored: true });
    return rows;
  }

  async close(spans: readonly RowSpan[]): Promise<void> {
    if (spans.length === 0) return;
    const columns = [
      spans.map(({ key }) => key),
      spans.map(({ validTo }) => validTo),
      spans.map(({ level }) => level),
      spans.map(({ slot }) => slot),
    ];
    allClosed(this.shape, spans, (await this.runner.query(this.closes, columns, true)).affected ?? 0);
  }

  async insert(versions: readonly RowVersion[]): Promise<void> {
    if (versions.length === 0) return;
    const columns: unknown[][] = [
      versions.map(({ key }) => key),
      versions.map(({ validFrom }) => validFrom),
      versions.map(({ validTo }) => validTo),
      versions.map(({ level }) => level),
      versions.map(({ slot }) => slot),
      ...this.shape.fields.map(({ name }) => versions.map(({ fields }) => fields[name])),
    ];
    await this.runner.query(this.inserts, columns);
  }
}
