import { createHash } from 'node:crypto';
import {
  Column,
  Entity,
  type EntityTarget,
  PrimaryColumn,
  type QueryRunner,
  Table,
  TableColumn,
  TableIndex,
  type ValueTransformer,
} from 'typeorm';
import { isOnPostgres } from '../postgres/connection.js';
import { type RowShape, versionColumns } from './row-shape.js';
import { type AnyView, openEnded } from './view.js';

/** SQLite gives a number for a bigint column, PostgreSQL a string; both become a number, exact to 2^53. */
const positionColumn: ValueTransformer = { from: Number, to: (value: number) => value };

export type ViewState = 'building' | 'live' | 'stopped';

/**
 * How far a view's table has come. It is written in the transaction that writes the rows, and only
 * by a runner that has read the last revision.
 */
@Entity('view_checkpoint')
export class ViewCheckpoint {
  @PrimaryColumn('text') table!: string;
  /** Every event up to here is in the rows. */
  @Column('bigint', { transformer: positionColumn }) position!: number;
  /**
   * Id of the event at `position`. It shows whether the log is still the one that the rows came
   * from.
   */
  @Column('text', { nullable: true }) eventId!: string | null;
  @Column('text') state!: ViewState;
  /** Why the view stopped. */
  @Column('text', { nullable: true }) message!: string | null;
  /**
   * The table is complete and indexed: the view continues from `position`. Otherwise the build
   * starts over.
   */
  @Column('boolean') built!: boolean;
  /**
   * Hash of columns and listings. It reveals a table that other code made under the same version.
   */
  @Column('text') shape!: string;
  /** Grows with every write and is never reset: the compare-and-set uses it. */
  @Column('int') revision!: number;
  @Column('text') updatedAt!: string;
}

/**
 * SQL condition: the row version is current. A literal, because no query with a parameter can use a
 * partial index.
 */
export const stands = `"validTo" = ${openEnded}`;

/** The indexes that find a view's rows. */
export function indexesOf(view: AnyView): TableIndex[] {
  // Indexes of past rows begin with the level, so that no query of the present uses them.
  const listings = new Map((view.listings ?? []).map((listing) => [[...listing.by, listing.order].join(), listing]));
  const indexes = [
    new TableIndex({ name: `${view.table}_open`, columnNames: ['key'], isUnique: true, where: stands }),
    new TableIndex({ name: `${view.table}_key`, columnNames: ['key', 'validFrom'], isUnique: true }),
  ];
  let n = 0;
  for (const { by, order } of listings.values()) {
    n += 1;
    indexes.push(
      new TableIndex({ name: `${view.table}_now_${n}`, columnNames: [...by, order, 'key'], where: stands }),
      new TableIndex({ name: `${view.table}_past_${n}`, columnNames: ['level', ...by, 'slot', order, 'key', 'validFrom', 'validTo'] }),
    );
  }
  return indexes;
}

export const shapeHash = (shape: RowShape, view: AnyView): string =>
  createHash('sha256')
    .update(JSON.stringify([shape.fields, indexesOf(view).map(({ name, columnNames }) => [name, columnNames])]))
    .digest('base64url')
    .slice(0, 16);

/** `case_list_v2` → `case_list`; undefined for a table that belongs to no view. */
export const viewNameOf = (table: string): string | undefined => /^([a-z][a-z0-9_]*)_v\d+$/.exec(table)?.[1];

/** Creates and drops the tables of views, using TypeORM's metadata. */
export class ViewTables {
  constructor(private readonly runner: QueryRunner) {}

  /**
   * Creates view_checkpoint. If it has other columns, other code made it: then it is dropped
   * together with all rows, which can be built again.
   */
  async prepare(): Promise<void> {
    const wanted = this.tableOf(ViewCheckpoint);
    const found = await this.runner.getTable(wanted.name);
    const names = (table: Table) => JSON.stringify(table.columns.map(({ name }) => name).sort());
    if (found && names(found) === names(wanted)) return;
    if (found) {
      const tables: { table: string }[] = await this.runner.query(`SELECT "table" FROM "view_checkpoint"`);
      for (const { table } of tables) await this.runner.dropTable(table, true);
      await this.runner.dropTable(found);
    }
    await this.runner.createTable(wanted);
  }

  checkpoints(): Promise<ViewCheckpoint[]> {
    return this.runner.manager.find(ViewCheckpoint);
  }

  /** An empty table without its indexes. */
  async create(view: AnyView): Promise<void> {
    await this.runner.dropTable(view.table, true);
    await this.runner.createTable(this.tableFor(view), false, false, false);
  }

  async createIndex(view: AnyView, index: TableIndex): Promise<void> {
    await this.runner.createIndex(this.tableFor(view), index);
  }

  /** Collects statistics for PostgreSQL's planner. SQLite plans by the indexes alone. */
  async analyze({ table }: AnyView): Promise<void> {
    if (isOnPostgres(this.runner.dataSource)) await this.runner.query(`ANALYZE "${table}"`);
  }

  /**
   * The table of a view's row versions. It has no primary key: a unique index that is made after the
   * rows are written takes its place, because one sort is cheaper than finding a place for each row.
   */
  private tableFor({ table: name, columns }: AnyView): Table {
    const own = Object.entries(columns).map(
      ([column, { type, nullable }]) => new TableColumn({ name: column, type, isNullable: nullable }),
    );
    const versions = Object.entries(versionColumns).map(([column, type]) => new TableColumn({ name: column, type }));
    return this.sortedByBytes(new Table({ name, columns: [...versions, ...own] }));
  }

  private tableOf(entity: EntityTarget<object>): Table {
    const { dataSource } = this.runner;
    return this.sortedByBytes(Table.create(dataSource.getMetadata(entity), dataSource.driver));
  }

  /** Both databases sort text by its bytes, whatever language the server is set up for. */
  private sortedByBytes(table: Table): Table {
    const { dataSource } = this.runner;
    if (isOnPostgres(dataSource)) for (const column of table.columns) if (column.type === 'text') column.collation = 'C';
    return table;
  }

  /** Drops a table with its checkpoint. */
  async drop(table: string): Promise<void> {
    await this.runner.startTransaction();
    try {
      await this.runner.dropTable(table, true);
      await this.runner.manager.delete(ViewCheckpoint, { table });
      await this.runner.commitTransaction();
    } catch (error) {
      await this.runner.rollbackTransaction();
      throw error;
    }
  }
}
