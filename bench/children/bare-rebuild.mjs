import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { columns } from '../../dist/platform/events/sqlite/rows.js';
import { answering } from '../kit.mjs';

const batch = 2_000;
const atOnce = 256;

/**
 * A bare loop: reads the log, parses it, and inserts the rows that the views hold. It fetches those
 * rows while the clock is stopped.
 */
answering(async ({ directory, rows: built, target }) => {
  const log = new Sqlite(join(directory, 'events.db'), { readonly: true });
  const source = new Sqlite(join(built, 'views.db'), { readonly: true });
  const db = new Sqlite(target);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'wal_autocheckpoint = 8000',
    'cache_size = -32000',
    'temp_store = MEMORY',
  ])
    db.pragma(pragma);
  const made = source
    .prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE (tbl_name GLOB '*_v[0-9]*' OR tbl_name = 'due_work') AND sql IS NOT NULL`,
    )
    .all();
  const head = log.prepare('SELECT max(position) FROM events').pluck().get();
  const tables = made
    .filter(({ type }) => type === 'table')
    .map(({ name, sql }) => {
      db.exec(sql);
      const width = source.pragma(`table_info("${name}")`).length;
      const insert = (count) =>
        db.prepare(
          `INSERT INTO "${name}" VALUES ${Array(count)
            .fill(`(${Array(width).fill('?').join()})`)
            .join()}`,
        );
      const count = source.prepare(`SELECT count(*) FROM "${name}"`).pluck().get();
      const page = source.prepare(`SELECT * FROM "${name}" WHERE rowid > ? ORDER BY rowid LIMIT ?`).raw();
      return { page, count, taken: 0, many: insert(atOnce), one: insert(1) };
    });
  const read = log
    .prepare(`SELECT ${columns} FROM events e JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?`)
    .raw();
  const begin = db.prepare('BEGIN');
  const commit = db.prepare('COMMIT');
  let milliseconds = 0;
  let after = 0;
  let rows = 0;
  while (after < head) {
    const until = Math.min(head, after + batch);
    const due = tables.map((table) => {
      const share = Math.round((table.count * until) / head) - table.taken;
      const some = share > 0 ? table.page.all(table.taken, share) : [];
      table.taken += some.length;
      rows += some.length;
      return some;
    });
    const started = performance.now();
    const events = read.all(after, batch);
    for (const event of events) {
      JSON.parse(event[5]);
      JSON.parse(event[6]);
    }
    begin.run();
    tables.forEach(({ many, one }, index) => {
      const some = due[index];
      let from = 0;
      for (; some.length - from >= atOnce; from += atOnce) many.run(some.slice(from, from + atOnce).flat());
      for (; from < some.length; from += 1) one.run(some[from]);
    });
    commit.run();
    milliseconds += performance.now() - started;
    after = until;
  }
  const started = performance.now();
  for (const { type, sql } of made) if (type === 'index') db.exec(sql);
  const indexes = (performance.now() - started) / 1000;
  db.close();
  source.close();
  log.close();
  return { seconds: milliseconds / 1000, indexes, rows };
});
