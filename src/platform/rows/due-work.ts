import { Column, type DataSource, Entity, Index, PrimaryColumn } from 'typeorm';
import { isUnavailable } from '../postgres/connection.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { DueFold, DueRow } from './keyed-fold.js';

const refuse = refuseFrom(platformRefusals.table);

/** What every process owes now. A row is deleted when its work is done. */
@Entity('due_work')
@Index('due_work_due', ['process', 'version', 'dueAt'])
export class DueWork {
  @PrimaryColumn('text') process!: string;
  @PrimaryColumn('int') version!: number;
  @PrimaryColumn('text') key!: string;
  @Column('text', { nullable: true }) dueAt!: string | null;
  /** JSON. */
  @Column('text') data!: string;
  @Column('text') causedBy!: string;
  @Column('text') correlationId!: string;
  @Column('text', { nullable: true }) parked!: string | null;
}

/** The columns of one process's rows, key first. */
export const dueColumns = ['key', 'dueAt', 'data', 'causedBy', 'correlationId', 'parked'] as const;

/** In place of the hash of a view's columns; another one makes every process build its rows anew. */
export const dueShape = dueColumns.join();

/** A piece of due work with its key. */
export type OwedRow = DueRow & { readonly key: string };

/** One process's due work, for those who do it. */
export interface DueRows {
  get(key: string): Promise<OwedRow | undefined>;
  /** At most `duePage` pieces that are due at the instant and not parked, in the order of time and key. */
  due(instant: string, after?: OwedRow): Promise<OwedRow[]>;
  /** The next instant at which a piece falls due. */
  next(instant: string): Promise<string | undefined>;
}

export const duePage = 100;

const selected = dueColumns.map((column) => `"${column}"`).join(', ');

export const dueRow = ({ key, dueAt, data, causedBy, correlationId, parked }: DueWork): OwedRow => ({
  key,
  dueAt,
  data: JSON.parse(data),
  causedBy,
  correlationId,
  parked,
});

/** The SQL that reads one process's due work. */
export class DueQueries implements DueRows {
  private readonly own: readonly [string, number];
  private readonly mine: string;

  constructor(
    private readonly database: DataSource,
    { process, version }: DueFold,
  ) {
    this.own = [process, version];
    this.mine = `FROM "due_work" WHERE "process" = ${this.parameter(0)} AND "version" = ${this.parameter(1)}`;
  }

  async get(key: string): Promise<OwedRow | undefined> {
    const [row] = await this.query(`SELECT ${selected} ${this.mine} AND "key" = ${this.parameter(2)}`, [key]);
    return row && dueRow(row);
  }

  async due(instant: string, after?: OwedRow): Promise<OwedRow[]> {
    const from = `("dueAt", "key") > (${this.parameter(3)}, ${this.parameter(4)})`;
    const sql = `SELECT ${selected} ${this.mine} AND "parked" IS NULL AND "dueAt" <= ${this.parameter(2)} AND ${from} ORDER BY "dueAt", "key" LIMIT ${duePage}`;
    return (await this.query(sql, [instant, after?.dueAt ?? '', after?.key ?? ''])).map(dueRow);
  }

  async next(instant: string): Promise<string | undefined> {
    const sql = `SELECT "dueAt" ${this.mine} AND "parked" IS NULL AND "dueAt" > ${this.parameter(2)} ORDER BY "dueAt" LIMIT 1`;
    return (await this.query(sql, [instant]))[0]?.dueAt ?? undefined;
  }

  private parameter(at: number): string {
    return this.database.driver.createParameter('p', at);
  }

  /** Refuses with view.unavailable where the database is away or takes too long. */
  private query(sql: string, parameters: readonly string[]): Promise<DueWork[]> {
    return this.database.query<DueWork[]>(sql, [...this.own, ...parameters]).catch((error: unknown) => {
      if (isUnavailable(error)) return refuse('view.unavailable');
      throw error;
    });
  }
}
