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
import { DueWork, dueShape } from './due-work.js';
import { isDue, type KeyedFold } from './keyed-fold.js';
import { RowShape, versionColumns } from './row-shape.js';
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
    // No listing finds a row by null.
    const given = by.filter((column: string) => view.columns[column]?.nullable).map((column: string) => `"${column}" IS NOT NULL`);
    indexes.push(
      new TableIndex({ name: `${view.table}_now_${n}`, columnNames: [...by, order, 'key'], where: [...given, stands].join(' AND ') }),
      new TableIndex({
        ...{ name: `${view.table}_past_${n}`, columnNames: ['level', ...by, 'slot', order, 'key', 'validFrom', 'validTo'] },
        ...(given.length > 0 && { where: given.join(' AND ') }),
      }),
    );
  }
  return indexes;
}

export const shapeHash = (shape: RowShape, view: AnyView): string =>
  createHash('sha256')
    .update(JSON.stringify([shape.fields, indexesOf(view).map(({ name, columnNames, where }) => [name, columnNames, where])]))
    .digest('base64url')
    .slice(0, 16);

/** Hash of the columns and indexes in which the rows of a fold are stored. */
export const storedShape = (fold: KeyedFold): string => (isDue(fold) ? dueShape : shapeHash(RowShape.of(fold), fold));

/** `case_list_v2` → `case_list`; undefined for a table that belongs to no view. */
export const viewNameOf = (table: string): string | undefined => /^([a-z][a-z0-9_]*)_v\d+$/.exec(table)?.[1];

/** The table that holds the rows of a fold. */
const physical = (fold: KeyedFold): string => (isDue(fold) ? 'due_work' : fold.table);

/** Creates and drops the tables of views, using TypeORM's metadata. */
export class ViewTables {
  constructor(private readonly runner: QueryRunner) {}

  /**
   * Creates view_checkpoint and due_work. If one has other columns, other code made it: then it is
   * dropped together with the rows that belong to it, which can be built again.
   */
  async prepare(): Promise<void> {
    if (!(await this.fits(ViewCheckpoint))) {
      const found = await this.runner.getTable('view_checkpoint');
      const tables: { table: string }[] = found ? await this.runner.query(`SELECT "table" FROM "view_checkpoint"`) : [];
      for (const table of [...tables.map(({ table }) => table), 'due_work', 'view_checkpoint']) await this.runner.dropTable(table, true);
      await this.runner.createTable(this.tableOf(ViewCheckpoint));
    }
    if (await this.fits(DueWork)) return;
    await this.transaction(async () => {
      await this.runner.dropTable('due_work', true);
      await this.runner.createTable(this.tableOf(DueWork));
      await this.runner.manager.update(ViewCheckpoint, { shape: dueShape }, { built: false });
    });
  }

  /** Whether the table is there and has the columns that this code expects. */
  private async fits(entity: EntityTarget<object>): Promise<boolean> {
    const names = (table: Table) => JSON.stringify(table.columns.map(({ name }) => name).sort());
    const wanted = this.tableOf(entity);
    const found = await this.runner.getTable(wanted.name);
    return found !== undefined && names(found) === names(wanted);
  }

  checkpoints(): Promise<ViewCheckpoint[]> {
    return this.runner.manager.find(ViewCheckpoint);
  }

  /** Whether the place for the fold's rows is there. */
  exists(fold: KeyedFold): Promise<boolean> {
    return this.runner.hasTable(physical(fold));
  }

  /** Gives the fold an empty place for its rows: of a view, a table without its indexes. */
  async create(fold: KeyedFold): Promise<void> {
    if (isDue(fold)) {
      await this.runner.manager.delete(DueWork, { process: fold.process, version: fold.version });
      return;
    }
    await this.runner.dropTable(fold.table, true);
    await this.runner.createTable(this.tableFor(fold), false, false, false);
  }

  async createIndex({ table: name }: KeyedFold, index: TableIndex): Promise<void> {
    await this.runner.createIndex(new Table({ name }), index);
  }

  /** Collects statistics for PostgreSQL's planner. SQLite plans by the indexes alone. */
  async analyze(fold: KeyedFold): Promise<void> {
    if (isOnPostgres(this.runner.dataSource)) await this.runner.query(`ANALYZE "${physical(fold)}"`);
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

  /** Drops the rows of a checkpoint together with it. */
  drop(table: string): Promise<void> {
    return this.transaction(async () => {
      await this.runner.dropTable(table, true);
      const [, process, version] = /^work_(.+)_v(\d+)$/.exec(table) ?? [];
      if (process !== undefined) await this.runner.manager.delete(DueWork, { process, version: Number(version) });
      await this.runner.manager.delete(ViewCheckpoint, { table });
    });
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    await this.runner.startTransaction();
    try {
      await work();
      await this.runner.commitTransaction();
    } catch (error) {
      await this.runner.rollbackTransaction();
      throw error;
    }
  }
}
