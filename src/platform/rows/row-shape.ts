import type { DataSource } from 'typeorm';
import type { AnyView, VersionedRow } from './view.js';

export type ColumnValue = string | number | boolean | null;
/** A view's own columns, without key and versions. */
export type AnyFields = Readonly<Record<string, ColumnValue>>;

export type ColumnKind = 'text' | 'whole' | 'number' | 'boolean';

interface FieldShape {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  varchar: 'text',
  'character varying': 'text',
  int: 'whole',
  integer: 'whole',
  bigint: 'whole',
  real: 'number',
  float: 'number',
  double: 'number',
  float8: 'number',
  float4: 'number',
  int4: 'whole',
  int8: 'whole',
  bool: 'boolean',
  'double precision': 'number',
  boolean: 'boolean',
};

const versionColumns: readonly (keyof VersionedRow)[] = ['key', 'validFrom', 'validTo', 'level', 'slot'];

/**
 * The columns of a view's row, from TypeORM's metadata: which values they may hold, and how values
 * pass to and from the database.
 */
export class RowShape {
  private constructor(
    readonly table: string,
    readonly fields: readonly FieldShape[],
  ) {}

  /** Throws a TypeError for a column that holds anything but text, numbers or booleans. */
  static of(database: DataSource, view: AnyView): RowShape {
    const columns = database.getMetadata(view.row).columns.filter(({ propertyName }) => !versionColumns.includes(propertyName as never));
    const fields = columns.map((column): FieldShape => {
      const type = database.driver.normalizeType(column);
      const kind = kinds[type];
      if (!kind || column.transformer || column.databaseName !== column.propertyName)
        throw new TypeError(
          `${view.table}.${column.propertyName}: a view's columns are text, int, bigint, real or boolean, under their own name`,
        );
      return { name: column.propertyName, kind, nullable: column.isNullable };
    });
    const known = new Set(fields.map(({ name }) => name));
    for (const { by, order } of view.listings ?? [])
      for (const name of [...by, order]) if (!known.has(name)) throw new TypeError(`${view.table} lists by ${name}, which is no column`);
    return new RowShape(view.table, fields);
  }

  /** Names of all columns, in the order that `push` adds their values. */
  get columns(): readonly string[] {
    return [...versionColumns, ...this.fields.map(({ name }) => name)];
  }

  field(name: string): FieldShape | undefined {
    return this.fields.find((field) => field.name === name);
  }

  /**
   * A fold's answer as a row: only the declared columns, null for each omitted one, so that equal
   * rows look equal. Throws a TypeError for a value that does not fit.
   */
  take(row: AnyFields): AnyFields {
    let exact = true;
    for (const { name, kind, nullable } of this.fields) {
      const value = row[name];
      if (value === undefined) exact = false;
      if (value === null || value === undefined) {
        if (!nullable) throw new TypeError(`column ${name} is null but not nullable`);
      } else if (!fits(value, kind)) throw new TypeError(`column ${name} (${kind}) is given a ${typeof value} that does not fit`);
    }
    let members = 0;
    for (const _ in row) members += 1;
    return exact && members === this.fields.length ? row : this.tidy(row);
  }

  private tidy(row: AnyFields): AnyFields {
    const tidy: Record<string, ColumnValue> = {};
    for (const { name } of this.fields) tidy[name] = row[name] ?? null;
    return tidy;
  }

  same(a: AnyFields, b: AnyFields): boolean {
    for (const { name } of this.fields) if (a[name] !== b[name]) return false;
    return true;
  }

  push(parameters: unknown[], row: AnyFields): void {
    for (const { name } of this.fields) parameters.push(row[name]);
  }

  fromDatabase(raw: Readonly<Record<string, unknown>>): AnyFields {
    const row: Record<string, ColumnValue> = {};
    for (const { name, kind } of this.fields) row[name] = fromDatabase(raw[name], kind);
    return row;
  }

  /**
   * A value in the form in which a query compares it with this column. Throws a TypeError for one
   * that does not fit.
   */
  compared(name: string, value: unknown): ColumnValue {
    const field = this.field(name);
    if (!field) throw new TypeError(`${this.table} has no column ${name}`);
    if (value !== null && !fits(value, field.kind)) throw new TypeError(`${this.table}.${name} is compared with a ${typeof value}`);
    return value as ColumnValue;
  }
}

function fits(value: unknown, kind: ColumnKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'whole':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
  }
}

/** SQLite keeps a boolean as 0 or 1; PostgreSQL gives a bigint as text. */
function fromDatabase(value: unknown, kind: ColumnKind): ColumnValue {
  if (value === null || value === undefined) return null;
  if (kind === 'boolean') return value === true || value === 1;
  return kind === 'text' ? String(value) : Number(value);
}
