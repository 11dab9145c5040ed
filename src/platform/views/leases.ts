import type { DataSource } from 'typeorm';
import { codeOf } from '../postgres/connection.js';

/** Milliseconds after which a view is free where its holder has not been heard of. */
const lasting = 3_000;
/** Milliseconds after which a node that has not been heard of uses no table any more: longer than it may be held up and go on. */
const forgotten = 5 * 60_000;

const tables = [
  // Half empty pages: a lease is written every second, and stays on its page so.
  `CREATE TABLE IF NOT EXISTS view_lease ("table" text PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL) WITH (fillfactor = 50)`,
  `CREATE TABLE IF NOT EXISTS view_node (node text PRIMARY KEY, tables text[] NOT NULL, seen timestamptz NOT NULL)`,
];

/** Makes the tables that nodes find one another by. Any number of nodes may do so at once. */
export async function prepareNodes(database: DataSource): Promise<void> {
  for (const sql of tables)
    await database.query(sql).catch((error: unknown) => {
      // Of two that make it at once, one is told that it is there.
      if (!/^(23505|42P07|42710)$/.test(codeOf(error) ?? '')) throw error;
    });
}

/**
 * Which process runs which view: a row with an expiry, by the server's clock. It keeps two from working at once; what keeps the one that
 * was held up from writing is the checkpoint's revision, which moved on without it.
 */
export class Leases {
  constructor(
    private readonly database: DataSource,
    /** Unlike that of any other process, or of this one before. */
    readonly holder: string,
  ) {}

  /** Keeps what it holds of these tables, and takes what is free; resolves with all that it holds now. */
  async renew(wanted: readonly string[]): Promise<Set<string>> {
    const rows: { table: string }[] = await this.database.query(
      `INSERT INTO view_lease AS held ("table", holder, until)
       SELECT wanted, $2, clock_timestamp() + $3 * interval '1 ms' FROM unnest($1::text[]) AS wanted ORDER BY wanted
       ON CONFLICT ("table") DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE held.holder = excluded.holder OR held.until < clock_timestamp() RETURNING "table"`,
      [wanted, this.holder, lasting],
    );
    return new Set(rows.map(({ table }) => table));
  }

  /** Lets others have what it holds, at once. */
  async release(): Promise<void> {
    await this.database.query('DELETE FROM view_lease WHERE holder = $1', [this.holder]);
  }

  /** Takes a table that this code does not know, where no node uses it: then it may be dropped. */
  async takeUnused(table: string): Promise<boolean> {
    const [used] = await this.database.query(
      `SELECT 1 FROM view_node WHERE $1 = ANY (tables) AND seen > clock_timestamp() - $2 * interval '1 ms' LIMIT 1`,
      [table, forgotten],
    );
    return !used && (await this.renew([table])).has(table);
  }
}

/** Says which tables this node reads, so that they stay. */
export async function tellUse(database: DataSource, node: string, used: readonly string[]): Promise<void> {
  await database.query(
    `INSERT INTO view_node (node, tables, seen) VALUES ($1, $2::text[], clock_timestamp())
     ON CONFLICT (node) DO UPDATE SET tables = excluded.tables, seen = excluded.seen`,
    [node, used],
  );
  await database.query(`DELETE FROM view_node WHERE seen < clock_timestamp() - $1 * interval '1 ms'`, [2 * forgotten]);
}

export async function tellLeft(database: DataSource, node: string): Promise<void> {
  await database.query('DELETE FROM view_node WHERE node = $1', [node]);
}
