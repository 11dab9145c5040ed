import type { Type } from '@nestjs/common';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';

/** SQLite gives a number for a bigint column, PostgreSQL a string; both become a number, exact to 2^53. */
export const positionColumn: ValueTransformer = { from: Number, to: (value: number) => value };

/** `validTo` of a current row version. */
export const openEnded = Number.MAX_SAFE_INTEGER;

/** For a column of ISO 8601 times: it sorts after every time, because nothing is due. */
export const notDue = '9';

/** A version of a row, valid from one log position up to, not including, another. */
export abstract class VersionedRow {
  @PrimaryColumn('text') key!: string;
  @PrimaryColumn('bigint', { transformer: positionColumn }) validFrom!: number;
  @Column('bigint', { transformer: positionColumn }) validTo!: number;
  /**
   * floor(log2(validTo − validFrom)). It lets a query of the past probe each length of validity
   * separately.
   */
  @Column('int') level!: number;
  /** Coarse place of validFrom among the rows of its level: see levels.ts. */
  @Column('bigint', { transformer: positionColumn }) slot!: number;
}

export type Fields<Row extends VersionedRow> = Omit<Row, keyof VersionedRow>;
type Events = Record<string, AnyEventType>;

/**
 * How a view's rows are listed. Each listing gets the indexes that keep it fast, now and as of any
 * past position.
 */
export interface Listing<Row extends VersionedRow> {
  /** Columns compared for equality. */
  readonly by: readonly (keyof Fields<Row> & string)[];
  /** Column that sorts the list; the key comes second. Never null. */
  readonly order: keyof Fields<Row> & string;
}

/** A list, queue or history: how each event changes the rows of its keys. The runner owns reading, batching, versions and the checkpoint. */
export interface ViewDefinition<Row extends VersionedRow, E extends Events> {
  /** snake_case; the table is `name_vN`. */
  readonly name: string;
  /**
   * Raise it with every change of shape or fold. The table's name carries it, so that old and new
   * code never read each other's rows.
   */
  readonly version: number;
  readonly row: Type<Row>;
  /** The events it folds, by type. */
  readonly events: E;
  /** Pure. `null` is no row. Columns hold text, numbers, booleans or null; nullable ones are declared so. */
  readonly fold: {
    readonly [Name in keyof E & string]: (
      row: Fields<Row> | null,
      event: StoredEvent<Name, DataOf<E[Name]>>,
      key: string,
    ) => Fields<Row> | null;
  };
  /** The keys of the rows that an event touches; the id of the event's stream unless given. */
  readonly keys?: { readonly [Name in keyof E & string]?: (event: StoredEvent<Name, DataOf<E[Name]>>) => readonly string[] };
  readonly listings?: readonly Listing<Row>[];
}

export interface View<Row extends VersionedRow, E extends Events = Events> extends ViewDefinition<Row, E> {
  readonly table: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the widest view
export type AnyView = View<any, any>;

/** Declares a view and names its table; the row class carries `@Column`s only. */
export function view<Row extends VersionedRow, E extends Events>(definition: ViewDefinition<Row, E>): View<Row, E> {
  if (!/^[a-z][a-z0-9_]*$/.test(definition.name)) throw new TypeError(`view name ${definition.name} is not snake_case`);
  const table = `${definition.name}_v${definition.version}`;
  Entity(table)(definition.row);
  return { ...definition, table };
}

/** The same keys for each of some events. */
export const keyed = <E extends Events, Keys>(events: E, keys: Keys): Readonly<Record<keyof E & string, Keys>> =>
  Object.fromEntries(Object.keys(events).map((name) => [name, keys])) as Record<keyof E & string, Keys>;
