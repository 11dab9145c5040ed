import type { DataSource } from 'typeorm';
import { codeOf } from '../postgres/connection.js';

/** Milliseconds without a sign of its holder after which what it held is free. */
export const leaseMs = 3_000;
/** Milliseconds between two renewals of a node's leases. */
export const leaseRenewalMs = 1_000;
/**
 * Milliseconds without a sign of a node after which its tables count as unused. Longer than a node
 * may be held up and then continue.
 */
const forgotten = 5 * 60_000;

const create = (database: DataSource, sql: string): Promise<void> =>
  database.query(sql).catch((error: unknown) => {
    // If two nodes create it at once, one gets the error that it exists.
    if (!/^(23505|42P07|42710)$/.test(codeOf(error) ?? '')) throw error;
  });

/** Creates the table of the leases. Any number of nodes may do so at once. */
export const prepareLeases = (database: DataSource): Promise<void> =>
  create(
    database,
    // Half-empty pages: a lease is written every second, and so it stays on its page.
    `CREATE TABLE IF NOT EXISTS view_lease ("table" text PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL) WITH (fillfactor = 50)`,
  );

/** Creates the tables by which nodes find one another. Any number of nodes may do so at once. */
export async function prepareNodes(database: DataSource): Promise<void> {
  await prepareLeases(database);
  await create(database, `CREATE TABLE IF NOT EXISTS view_node (node text PRIMARY KEY, tables text[] NOT NULL, seen timestamptz NOT NULL)`);
}

/**
 * Which process runs which view, or which log follower: a row with an expiry, by the server's
 * clock. The lease keeps two processes from working at once. A process that was held up cannot write, because the checkpoint's
 * revision has moved on without it.
 */
export class Leases {
  constructor(
    private readonly database: DataSource,
    /** Unique among all processes, and among all tenures of this one. */
    readonly holder: string,
  ) {}

  /**
   * Renews its leases on these tables and takes the free ones. Resolves with all tables that it now
   * holds.
   */
  async renew(wanted: readonly string[]): Promise<Set<string>> {
    const rows: { table: string }[] = await this.database.query(
      `INSERT INTO view_lease AS held ("table", holder, until)
       SELECT wanted, $2, clock_timestamp() + $3 * interval '1 ms' FROM unnest($1::text[]) AS wanted ORDER BY wanted
       ON CONFLICT ("table") DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE held.holder = excluded.holder OR held.until < clock_timestamp() RETURNING "table"`,
      [wanted, this.holder, leaseMs],
    );
    return new Set(rows.map(({ table }) => table));
  }

  /** Releases all its leases at once. */
  async release(): Promise<void> {
    await this.database.query('DELETE FROM view_lease WHERE holder = $1', [this.holder]);
  }

  /** Takes a table that this code does not know, if no node uses it: then it may be dropped. */
  async takeUnused(table: string): Promise<boolean> {
    const [used] = await this.database.query(
      `SELECT 1 FROM view_node WHERE $1 = ANY (tables) AND seen > clock_timestamp() - $2 * interval '1 ms' LIMIT 1`,
      [table, forgotten],
    );
    return !used && (await this.renew([table])).has(table);
  }
}

/** Announces the tables that this node reads, so that they are kept. */
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
