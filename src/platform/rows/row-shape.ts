import type { AnyFields, ColumnKind, ColumnValue } from './columns.js';
import type { AnyView } from './view.js';

interface FieldShape {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
}

/**
 * The columns that every row version has, in the order in which they are written. A row is valid
 * from one log position up to, not including, another. `level` is floor(log2(validTo − validFrom)):
 * a query of the past probes each length of validity separately. `slot` is the coarse place of
 * validFrom among the rows of its level: see levels.ts.
 */
export const versionColumns = { key: 'text', validFrom: 'bigint', validTo: 'bigint', level: 'integer', slot: 'bigint' } as const;

/**
 * The columns of a view's row: which values they may hold, and how values pass to and from the
 * database.
 */
export class RowShape {
  private constructor(
    readonly table: string,
    readonly fields: readonly FieldShape[],
  ) {}

  /** Throws a TypeError where a listing names no column. */
  static of(view: AnyView): RowShape {
    const fields = Object.entries(view.columns).map(([name, { kind, nullable }]): FieldShape => ({ name, kind, nullable }));
    const known = new Set(fields.map(({ name }) => name));
    for (const { by, order } of view.listings ?? [])
      for (const name of [...by, order]) if (!known.has(name)) throw new TypeError(`${view.table} lists by ${name}, which is no column`);
    return new RowShape(view.table, fields);
  }

  /** Names of all columns, in the order that `push` adds their values. */
  get columns(): readonly string[] {
    return [...Object.keys(versionColumns), ...this.fields.map(({ name }) => name)];
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

  /** The fields of a row, added to `given`. */
  fromDatabase<Given extends object = AnyFields>(raw: Readonly<Record<string, unknown>>, given: Given = {} as Given): AnyFields & Given {
    const row = given as Record<string, ColumnValue> & Given;
    for (const { name, kind } of this.fields) (row as Record<string, ColumnValue>)[name] = fromDatabase(raw[name], kind);
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
