import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Position } from '../events/envelope.js';
import { isOnPostgres, isUnavailable } from '../postgres/connection.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { AnyFields, ColumnValue } from './columns.js';
import { allSlots, type Probe, probe, standingLevel } from './levels.js';
import { RowShape } from './row-shape.js';
import { stands } from './tables.js';
import type { AnyView, Listing } from './view.js';

const refuse = refuseFrom(platformRefusals.table);

/** A row as it is read, with its key. */
export type AnyRow = AnyFields & { readonly key: string };

export interface RowSlice {
  readonly where: Readonly<Record<string, ColumnValue>>;
  readonly order: string;
  readonly descending: boolean;
  readonly before?: ColumnValue;
  /** The row after which the slice begins. */
  readonly after?: { readonly order: ColumnValue; readonly key: string };
  /** One of `sliceSizes`. */
  readonly limit: number;
}

/**
 * Numbers of rows that a slice may have. The number is part of the SQL text: SQLite looks at the
 * value of a parameter there, and prepares the statement anew for each value. A few sizes keep the
 * statements few.
 */
export const sliceSizes = [2, 11, 26, 51, 101, 201, 501, 2_001] as const;

export interface StandingRows {
  readonly rows: AnyRow[];
  /** The view's position at the time of the read; undefined where there were no rows. */
  readonly position?: Position;
}

/**
 * Statements come in a few lengths, so that few are prepared: probes that find nothing fill up the
 * rest.
 */
const padded = { walks: 32, ranges: 8 };
const nothing = -1;

/** The SQL that reads one view's rows. */
export class RowQueries {
  readonly shape: RowShape;
  private readonly texts = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly columns: string;
  private readonly qualified: string;
  private readonly table: string;

  constructor(
    private readonly database: DataSource,
    private readonly view: AnyView,
  ) {
    this.shape = RowShape.of(view);
    const columns = ['key', 'validTo', ...this.shape.fields.map(({ name }) => name)].map((name) => this.escape(name));
    this.columns = columns.join(', ');
    this.qualified = columns.map((name) => `version.${name}`).join(', ');
    this.table = this.escape(view.table);
  }

  /** The declared listing for the compared columns and, where given, the order. None finds rows by null. */
  listing(where: Readonly<Record<string, unknown>>, order?: string): Listing<AnyFields> | undefined {
    const fitting = (this.view.listings ?? []).filter(
      (listing) =>
        (order === undefined || listing.order === order) && listing.by.every((column: string) => (where[column] ?? null) !== null),
    );
    return fitting.sort((a, b) => b.by.length - a.by.length)[0];
  }

  async checkpoint(): Promise<Position> {
    const sql = this.text('checkpoint', (next) => `SELECT "position" FROM "view_checkpoint" WHERE "table" = ${next()}`);
    const [row] = await this.query<{ position: number | string }[]>(sql, [this.view.table]);
    return Number(row?.position ?? 0);
  }

  async standingOf(key: string): Promise<AnyRow | undefined> {
    const sql = this.text('get', (next) => `SELECT ${this.columns} FROM ${this.table} WHERE ${stands} AND "key" = ${next()}`);
    return (await this.rows(sql, [key]))[0];
  }

  async pastOf(key: string, position: Position): Promise<AnyRow | undefined> {
    const sql = this.text(
      'get past',
      (next) =>
        `SELECT ${this.columns} FROM ${this.table} WHERE "key" = ${next()} AND "validFrom" <= ${next()} ORDER BY "validFrom" DESC LIMIT 1`,
    );
    const [raw] = await this.query<Raw[]>(sql, [key, position]);
    return raw && Number(raw.validTo) > position ? this.row(raw) : undefined;
  }

  /** A slice of the current rows, and the view's position: both from one snapshot. */
  async standing(definition: RowSlice): Promise<StandingRows> {
    const sql = this.text(`page ${shapeOf(definition)}`, (next) => {
      const at = `(SELECT "position" FROM "view_checkpoint" WHERE "table" = ${next()}) AS "readAt"`;
      return `SELECT ${this.columns}, ${at} FROM ${this.table} WHERE ${stands}${this.equals(definition, next)}${this.bounds(definition, next)} ${this.sorted(definition)}`;
    });
    const raws = await this.query<Raw[]>(sql, [this.view.table, ...valuesOf(definition), ...boundsOf(definition)]);
    return { rows: raws.map((raw) => this.row(raw)), ...(raws[0] && { position: Number(raws[0].readAt) }) };
  }

  /**
   * A slice of the rows that were valid at a position. The slots that can hold them are walked in
   * the list's order. The database merges the walks only as far as the slice goes. It merges what
   * the index holds, and reads the found rows afterwards: whole rows through all those walks cost
   * twice as much.
   */
  past(definition: RowSlice, position: Position, reached: Position): Promise<AnyRow[]> {
    const probed = pad(probe(position, reached));
    const sql = this.text(`past ${shapeOf(definition)} ${probed.walks.length} ${probed.ranges.length}`, (next) => {
      const place = ['key', 'validFrom', definition.order].map((name) => this.escape(name)).join(', ');
      const found = `${this.branches(place, definition, probed, next)} ${this.sorted(definition)}`;
      return (
        `SELECT ${this.qualified} FROM (${found}) AS found JOIN ${this.table} AS version ` +
        `ON version."key" = found."key" AND version."validFrom" = found."validFrom" ${this.sorted(definition, 'found.')}`
      );
    });
    return this.rows(sql, branchValues(definition, probed, position));
  }

  allStanding(where: RowSlice['where'], limit: number): Promise<AnyRow[]> {
    const definition = { where };
    // In the order of an index of the current rows, so that the database uses that index.
    const order = this.listing(where)?.order;
    const sorted = `ORDER BY ${order ? `${this.escape(order)}, ` : ''}"key"`;
    const sql = this.text(
      `all ${shapeOf(definition)}`,
      (next) => `SELECT ${this.columns} FROM ${this.table} WHERE ${stands}${this.equals(definition, next)} ${sorted} LIMIT ${limit}`,
    );
    return this.rows(sql, valuesOf(definition));
  }

  allPast(where: RowSlice['where'], position: Position, reached: Position, limit: number): Promise<AnyRow[]> {
    const definition = { where };
    if (!this.listing(where)) {
      const sql = this.text(
        `scan ${shapeOf(definition)}`,
        (next) =>
          `SELECT ${this.columns} FROM ${this.table} WHERE "validFrom" <= ${next()} AND "validTo" > ${next()}${this.equals(definition, next)} LIMIT ${limit}`,
      );
      return this.rows(sql, [position, position, ...valuesOf(definition)]);
    }
    const probed = pad(allSlots(position, reached));
    const sql = this.text(
      `all past ${shapeOf(definition)} ${probed.ranges.length}`,
      (next) => `${this.branches(this.columns, definition, probed, next)} LIMIT ${limit}`,
    );
    return this.rows(sql, branchValues(definition, probed, position));
  }

  private branches(columns: string, definition: Shaped, { walks, ranges }: Probe, next: () => string): string {
    const one = (slots: string) =>
      `SELECT ${columns} FROM ${this.table} WHERE ${slots}${this.equals(definition, next)} AND "validFrom" <= ${next()} AND "validTo" > ${next()}${this.bounds(definition, next)}`;
    return [
      ...walks.map(() => one(`"level" = ${next()} AND "slot" = ${next()}`)),
      ...ranges.map(() => one(`"level" = ${next()} AND "slot" BETWEEN ${next()} AND ${next()}`)),
      one(`"level" > ${next()} AND "level" < ${standingLevel}`),
    ].join(' UNION ALL ');
  }

  private equals({ where }: Shaped, next: () => string): string {
    return Object.entries(where)
      .map(([column, value]) => ` AND ${this.escape(column)} ${value === null ? 'IS NULL' : `= ${next()}`}`)
      .join('');
  }

  private bounds({ order, descending, before, after }: Shaped, next: () => string): string {
    if (order === undefined) return '';
    const column = this.escape(order);
    const upTo = before === undefined ? '' : ` AND ${column} < ${next()}`;
    return after ? `${upTo} AND (${column}, "key") ${descending ? '<' : '>'} (${next()}, ${next()})` : upTo;
  }

  private sorted({ order, descending, limit }: RowSlice, of = ''): string {
    const direction = descending ? 'DESC' : 'ASC';
    return `ORDER BY ${of}${this.escape(order)} ${direction}, ${of}"key" ${direction} LIMIT ${limit}`;
  }

  private async rows(sql: string, parameters: unknown[]): Promise<AnyRow[]> {
    return (await this.query<Raw[]>(sql, parameters)).map((raw) => this.row(raw));
  }

  private row(raw: Raw): AnyRow {
    return this.shape.fromDatabase(raw, { key: raw.key as string });
  }

  private text(key: string, build: (next: () => string) => string): string {
    let text = this.texts.get(key);
    if (!text) {
      let n = 0;
      text = build(() => this.database.driver.createParameter('p', n++));
      this.texts.set(key, text);
    }
    return text;
  }

  /**
   * PostgreSQL plans a statement each time unless it has a name, and statements on the past take
   * long to plan. The driver accepts a name; TypeORM's types do not.
   */
  private prepared(sql: string): string {
    if (!isOnPostgres(this.database)) return sql;
    let name = this.names.get(sql);
    if (!name) {
      name = createHash('sha256').update(sql).digest('base64url');
      this.names.set(sql, name);
    }
    return { name, text: sql } as never;
  }

  /**
   * Refuses with view.unavailable where the database is away, has no free connection or takes too
   * long.
   */
  private query<T>(sql: string, parameters: unknown[]): Promise<T> {
    return this.database.query<T>(this.prepared(sql), parameters).catch((error: unknown) => {
      if (isUnavailable(error)) return refuse('view.unavailable');
      throw error;
    });
  }

  private escape(name: string): string {
    return this.database.driver.escape(name);
  }
}

type Raw = Readonly<Record<string, unknown>>;
type Shaped = Pick<RowSlice, 'where'> & Partial<RowSlice>;

/** The parts of a slice that decide the text of its SQL. */
const shapeOf = ({ where, order = '', descending = false, before, after, limit = 0 }: Shaped): string =>
  JSON.stringify([
    Object.entries(where).map(([column, value]) => [column, value === null]),
    order,
    descending,
    before !== undefined,
    after !== undefined,
    limit,
  ]);

const valuesOf = ({ where }: Shaped): ColumnValue[] => Object.values(where).filter((value) => value !== null);

const boundsOf = ({ before, after }: Shaped): ColumnValue[] => [
  ...(before === undefined ? [] : [before]),
  ...(after ? [after.order, after.key] : []),
];

function branchValues(definition: Shaped, { walks, ranges, above }: Probe, position: Position): ColumnValue[] {
  const rest = [...valuesOf(definition), position, position, ...boundsOf(definition)];
  const values: ColumnValue[] = [];
  for (const { level, slot } of walks) values.push(level, slot, ...rest);
  for (const { level, first, last } of ranges) values.push(level, first, last, ...rest);
  values.push(above, ...rest);
  return values;
}

function pad({ walks, ranges, above }: Probe): Probe {
  const fill = <T>(items: readonly T[], to: number, item: T): T[] => [
    ...items,
    ...Array<T>(Math.ceil(items.length / to) * to - items.length).fill(item),
  ];
  return {
    walks: fill(walks, padded.walks, { level: nothing, slot: 0 }),
    ranges: fill(ranges, padded.ranges, { level: nothing, first: 0, last: 0 }),
    above,
  };
}
