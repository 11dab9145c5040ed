import type { Position } from '../events/envelope.js';
import type { AnyFields, ColumnValue } from '../rows/columns.js';
import { type AnyRow, type RowQueries, type RowSlice, sliceSizes } from '../rows/row-queries.js';
import type { AnyView } from '../rows/view.js';
import type { Cursors } from './cursor.js';
import type { ListOptions, Page, Row, Rows, Where } from './query-handler.js';

/** `all` serves small answers only: more rows are read in pages. */
const maxRows = 10_000;

/** A page that needs more rows than the largest slice reads several slices. */
const sizeFor = (rows: number): number => sliceSizes.find((size) => size >= rows) ?? (sliceSizes.at(-1) as number);

export interface RowsOptions {
  /** The position shown; the current rows are shown where it is left out. */
  readonly position?: Position;
  /**
   * Resolves with the view's position once the view can be read and has reached the given position;
   * refuses otherwise.
   */
  readonly ready: (position?: Position) => Promise<Position>;
  readonly cursors: Cursors;
}

/** A view's current rows, or its rows as of a position. */
export class RowsAt<R extends AnyFields> implements Rows<R> {
  constructor(
    private readonly view: AnyView,
    private readonly queries: RowQueries,
    private readonly options: RowsOptions,
  ) {}

  async get(key: string): Promise<Row<R> | undefined> {
    const { position, ready } = this.options;
    await ready(position);
    return (position === undefined ? await this.queries.standingOf(key) : await this.queries.pastOf(key, position)) as Row<R> | undefined;
  }

  async all(where: Where<R>): Promise<Row<R>[]> {
    const { position, ready } = this.options;
    const reached = await ready(position);
    const compared = this.compared(where);
    const rows = await (position === undefined
      ? this.queries.allStanding(compared, maxRows + 1)
      : this.atOnce(
          position,
          reached,
          () => this.queries.allStanding(compared, maxRows + 1),
          () => this.queries.allPast(compared, position, reached, maxRows + 1),
        ));
    if (rows.length > maxRows) throw new RangeError(`${this.view.table}: more than ${maxRows} rows match; read them in pages`);
    return rows.sort((a, b) => (a.key < b.key ? -1 : 1)) as Row<R>[];
  }

  async page({ where = {}, order, before, direction = 'ASC', limit, cursor, except }: ListOptions<R>): Promise<Page<Row<R>>> {
    const compared = this.compared(where);
    if (!this.queries.listing(compared, order))
      throw new TypeError(
        `${this.view.table} declares no listing by ${Object.keys(where).join(', ') || 'nothing'} in the order of ${order}`,
      );
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be a whole number from 1, not ${limit}`);
    // With the view's version: a cursor of an older version may hold a value of another kind.
    const list = `${this.view.table} ${order} ${direction}`;
    const started = cursor === undefined ? undefined : this.options.cursors.decode(list, cursor);
    const definition: RowSlice = {
      where: compared,
      order,
      descending: direction === 'DESC',
      limit: sizeFor(limit + 1),
      ...(before !== undefined && { before: this.queries.shape.compared(order, before) }),
      ...(started && { after: started }),
    };
    const shown: AnyRow[] = [];
    let position = started?.position ?? this.options.position;
    const reached = await this.options.ready(position);
    for (let next = definition; ; ) {
      let rows: AnyRow[];
      if (position === undefined) ({ rows, position } = await this.queries.standing(next));
      else rows = await this.sliceAt(next, position, reached);
      for (const row of rows) if (shown.length <= limit && !except?.(row as Row<R>)) shown.push(row);
      const last = rows.at(-1);
      if (shown.length > limit || rows.length < next.limit || !last) break;
      next = {
        ...next,
        after: { order: last[order] ?? null, key: last.key },
        limit: sizeFor(next.limit * 2),
      };
    }
    const items = shown.slice(0, limit) as Row<R>[];
    const last = items.at(-1);
    if (shown.length <= limit || !last || position === undefined) return { items, next: null };
    return { items, next: this.options.cursors.encode(list, { position, order: (last as AnyRow)[order] ?? null, key: last.key }) };
  }

  /**
   * While the view is at the position, its current rows are the rows of that position. If the view
   * moves on during the read, the past rows are read instead.
   */
  private async sliceAt(definition: RowSlice, position: Position, reached: Position): Promise<AnyRow[]> {
    if (reached <= position) {
      const standing = await this.queries.standing(definition);
      if ((standing.position ?? (await this.queries.checkpoint())) === position) return standing.rows;
    }
    return this.queries.past(definition, position, reached);
  }

  private async atOnce<T>(position: Position, reached: Position, standing: () => Promise<T>, past: () => Promise<T>): Promise<T> {
    if (reached <= position) {
      const rows = await standing();
      if ((await this.queries.checkpoint()) === position) return rows;
    }
    return past();
  }

  private compared(where: Where<R>): Record<string, ColumnValue> {
    return Object.fromEntries(Object.entries(where).map(([column, value]) => [column, this.queries.shape.compared(column, value)]));
  }
}
