import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import type { QueryRunner } from 'typeorm';
import type { PostgresAddress } from '../platform/postgres/address.js';
import { openForReading } from '../platform/rows/database.js';
import { dueColumns } from '../platform/rows/due-work.js';
import { isDue, type KeyedFold } from '../platform/rows/keyed-fold.js';
import { RowShape } from '../platform/rows/row-shape.js';
import type { ViewCheckpoint } from '../platform/rows/tables.js';

/** Rows in one read. */
const page = 5_000;

/**
 * Copies the rows and checkpoints of these views, and the due work, at one moment, from PostgreSQL into a views.db in
 * `directory`.
 */
export async function copyViews(address: PostgresAddress, folds: readonly KeyedFold[], directory: string): Promise<void> {
  const database = await openForReading(address);
  const runner = database.createQueryRunner();
  const copy = new Sqlite(join(directory, 'views.db'));
  try {
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const checkpoints = (await runner.manager.find('view_checkpoint')) as ViewCheckpoint[];
    const columns = ['table', 'position', 'eventId', 'state', 'message', 'built', 'shape', 'revision', 'updatedAt'] as const;
    copy.exec(`CREATE TABLE "view_checkpoint" (${listed(columns)})`);
    const insert = copy.prepare(`INSERT INTO "view_checkpoint" VALUES (${columns.map(() => '?').join()})`);
    for (const checkpoint of checkpoints) insert.run(columns.map((column) => plain(checkpoint[column])));
    const there = new Set(checkpoints.map(({ table }) => table));
    const kept = folds.filter(({ table }) => there.has(table));
    if (kept.some(isDue)) await copyDueWork(runner, copy);
    for (const view of kept) {
      if (isDue(view)) continue;
      const shape = RowShape.of(view);
      copy.exec(`CREATE TABLE "${view.table}" (${listed(shape.columns)})`);
      const add = copy.prepare(`INSERT INTO "${view.table}" VALUES (${shape.columns.map(() => '?').join()})`);
      const read =
        `SELECT ${listed(shape.columns)} FROM "${view.table}" WHERE ("key", "validFrom") > ($1, $2) ` +
        `ORDER BY "key", "validFrom" LIMIT ${page}`;
      for (let after: [string, number] | undefined = ['', -1]; after; ) {
        const rows: Record<string, unknown>[] = await runner.query(read, after);
        copy.transaction(() => {
          for (const row of rows) {
            const fields = shape.fromDatabase(row);
            add.run(
              shape.columns.map((column) => plain(column in fields ? fields[column] : column === 'key' ? row.key : Number(row[column]))),
            );
          }
        })();
        const last = rows.length === page ? rows.at(-1) : undefined;
        after = last && [last.key as string, Number(last.validFrom)];
      }
    }
    await runner.query('COMMIT');
  } finally {
    copy.close();
    await runner.release();
    await database.destroy();
  }
}

async function copyDueWork(runner: QueryRunner, copy: Database): Promise<void> {
  const columns = ['process', 'version', ...dueColumns];
  copy.exec(`CREATE TABLE "due_work" (${listed(columns)})`);
  const add = copy.prepare(`INSERT INTO "due_work" VALUES (${columns.map(() => '?').join()})`);
  const read = `SELECT ${listed(columns)} FROM "due_work" WHERE ("process", "version", "key") > ($1, $2, $3) ORDER BY "process", "version", "key" LIMIT ${page}`;
  for (let after: unknown[] | undefined = ['', 0, '']; after; ) {
    const rows: Record<string, unknown>[] = await runner.query(read, after);
    copy.transaction(() => {
      for (const row of rows) add.run(columns.map((column) => row[column]));
    })();
    const last = rows.length === page ? rows.at(-1) : undefined;
    after = last && [last.process, last.version, last.key];
  }
}

const listed = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** The value in SQLite's form. */
const plain = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);
