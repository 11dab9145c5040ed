import type { QueryRunner } from 'typeorm';
import type { AnyFields } from '../rows/columns.js';
import { type DueWork, dueColumns, dueRow } from '../rows/due-work.js';
import type { DueFold, DueRow } from '../rows/keyed-fold.js';

import { allClosed, type BulkTable, chunks, keyLists } from './bulk.js';
import type { Fit, OpenRow, RowSpan, RowVersion } from './fold.js';

/** A process's fold gives rows that fit, and gives back the row that it does not change. */
export const dueFit: Fit = { take: (row) => row, same: (a, b) => a === b, forgets: true };

const columns = ['process', 'version', ...dueColumns];
const listed = columns.map((column) => `"${column}"`).join(', ');

/** The rows of one process in `due_work`. A row that ends is deleted. */
export class DueTable implements BulkTable {
  constructor(
    private readonly runner: QueryRunner,
    private readonly fold: Pick<DueFold, 'process' | 'version' | 'table'>,
  ) {}

  async open(keys: readonly string[]): Promise<Map<string, OpenRow>> {
    const rows = new Map<string, OpenRow>();
    for (const [chunk, size] of keyLists(keys)) {
      const found: DueWork[] = await this.runner.query(`SELECT ${listed} ${this.mine(size)}`, [...this.own, ...chunk]);
      for (const raw of found) {
        const { key, ...row } = dueRow(raw);
        rows.set(key, { validFrom: 0, fields: row as unknown as AnyFields, stored: true });
      }
    }
    return rows;
  }

  async close(spans: readonly RowSpan[]): Promise<void> {
    let affected = 0;
    for (const [chunk, size] of chunks(spans.map(({ key }) => key)))
      affected += (await this.runner.query(`DELETE ${this.mine(size)}`, [...this.own, ...chunk], true)).affected ?? 0;
    allClosed(this.fold, spans, affected);
  }

  async insert(versions: readonly RowVersion[]): Promise<void> {
    for (const [chunk, size] of chunks(versions)) {
      const values = Array.from({ length: size }, (_, i) => `(${this.parameters(i * columns.length, columns.length)})`);
      const parameters = chunk.flatMap(({ key, fields }) => {
        const { dueAt, data, causedBy, correlationId, parked } = fields as unknown as DueRow;
        return [...this.own, key, dueAt, JSON.stringify(data), causedBy, correlationId, parked];
      });
      await this.runner.query(`INSERT INTO "due_work" (${listed}) VALUES ${values.join(', ')}`, parameters);
    }
  }

  private get own(): readonly [string, number] {
    return [this.fold.process, this.fold.version];
  }

  private mine(keys: number): string {
    return `FROM "due_work" WHERE "process" = ${this.parameters(0, 1)} AND "version" = ${this.parameters(1, 1)} AND "key" IN (${this.parameters(2, keys)})`;
  }

  private parameters(from: number, count: number): string {
    return Array.from({ length: count }, (_, i) => this.runner.dataSource.driver.createParameter('p', from + i)).join(', ');
  }
}
