import pg from 'pg';

/** Does `work` on a connection of its own, beside the pool of the peer that is measured. */
export async function withClient({ url }, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Calls `insert` with the JSON of the rows, 2,000 at a time, and then lets the database take stock. */
export async function inPages(client, rows, insert) {
  let page = [];
  const flush = async () => {
    if (page.length > 0) await insert(JSON.stringify(page));
    page = [];
  };
  for (const row of rows) {
    page.push(row);
    if (page.length === 2_000) await flush();
  }
  await flush();
  await client.query('VACUUM ANALYZE');
}

/** Rows of orders out of JSON, added to those that stand. */
export const putOrders = `INSERT INTO orders AS o SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(stream text, status text, count int, "lastAt" text)
  ON CONFLICT (stream) DO UPDATE SET status = excluded.status, count = o.count + excluded.count, "lastAt" = excluded."lastAt"`;
export const makeOrders = `DROP TABLE IF EXISTS orders;
  CREATE TABLE orders (stream text PRIMARY KEY, status text NOT NULL, count int NOT NULL, "lastAt" text NOT NULL)`;

export const rowsOf = (place) =>
  withClient(place, async (client) => (await client.query('SELECT count(*)::int AS rows, sum(count)::int AS events FROM orders')).rows[0]);
