export type ColumnValue = string | number | boolean | null;
export type ColumnKind = 'text' | 'whole' | 'boolean';

/** A column of a view. `Value` is the type that folds and queries see. */
export interface Column<Value extends ColumnValue = ColumnValue> {
  readonly kind: ColumnKind;
  /** The column's type in both databases. */
  readonly type: 'text' | 'integer' | 'bigint' | 'boolean';
  readonly nullable: boolean;
  /** Never set: it carries the type. */
  readonly holds?: Value;
}

/** Text; times are ISO 8601, objects JSON. */
export const text = <Value extends string = string>(): Column<Value> => ({ kind: 'text', type: 'text', nullable: false });
/** A whole number below 2^31. */
export const whole = (): Column<number> => ({ kind: 'whole', type: 'integer', nullable: false });
/** A whole number up to 2^53. */
export const bigWhole = (): Column<number> => ({ kind: 'whole', type: 'bigint', nullable: false });
export const flag = (): Column<boolean> => ({ kind: 'boolean', type: 'boolean', nullable: false });
/** A column that may also hold null. */
export const orNull = <Value extends ColumnValue>(column: Column<Value>): Column<Value | null> => ({ ...column, nullable: true });

export type Columns = Readonly<Record<string, Column>>;

/** A view's own columns, without key and versions. */
export type AnyFields = Readonly<Record<string, ColumnValue>>;

/** The row that such columns make. */
export type RowOf<C extends Columns> = { -readonly [Name in keyof C]: C[Name] extends Column<infer Value> ? Value : never };
