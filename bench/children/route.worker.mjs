import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { makeDurable } from '../../dist/platform/events/sqlite/schema.js';
import { levelOf, slotOf } from '../../dist/platform/rows/levels.js';
import { openEnded } from '../../dist/platform/rows/view.js';

/**
 * Commits each batch to the log's own tables (FULL), then the rows to the view's own table with all
 * its indexes.
 */
const log = new Sqlite(join(workerData.directory, 'events.db'));
makeDurable(log);
const views = new Sqlite(join(workerData.directory, 'views.db'));
for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'wal_autocheckpoint = 8000', 'cache_size = -32000'])
  views.pragma(pragma);
const table = views.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'person_list_v*'`).pluck().get();

const people = new Map();
const byId = log.prepare('SELECT s.id, max(e.revision) AS revision FROM streams s JOIN events e ON e.stream = s.id WHERE s.name = ?');
const row = views.prepare(`SELECT * FROM "${table}" WHERE "key" = ? AND "validTo" = ${openEnded}`);
let position = log.prepare('SELECT max(position) FROM events').pluck().get();
let latest = log.prepare('SELECT latest FROM events ORDER BY position DESC LIMIT 1').pluck().get();
const addEvent = log.prepare(
  `INSERT INTO events (position, stream, revision, id, latest, type, schema, envelope, data) VALUES (?, ?, ?, unhex(?, '-'), ?, 'EmploymentTrackChanged', 1, ?, ?)`,
);
const close = views.prepare(`UPDATE "${table}" SET "validTo" = ?, "level" = ?, "slot" = ? WHERE "key" = ? AND "validTo" = ${openEnded}`);
const open = views.prepare(
  `INSERT INTO "${table}" ("key", "validFrom", "validTo", "level", "slot", "name", "title", "department", "enteredAt", "dates") VALUES (?, ?, ${openEnded}, ?, ?, ?, ?, ?, ?, ?)`,
);
const checkpoint = views.prepare(
  'UPDATE "view_checkpoint" SET "position" = ?, "eventId" = ?, "updatedAt" = ?, "revision" = "revision" + 1',
);

function person(stream) {
  let found = people.get(stream);
  if (!found) {
    const key = stream.slice('person-'.length);
    const held = row.get(key);
    const { id, revision } = byId.get(stream);
    if (id === null || !held) return undefined;
    found = { key, id, revision, ...held, dates: JSON.parse(held.dates) };
    people.set(stream, found);
  }
  return found;
}

parentPort.on('message', (batch) => {
  const changed = [];
  log.exec('BEGIN IMMEDIATE');
  const receipts = batch.map(([id, stream, at, envelope, track, from]) => {
    const one = person(stream);
    if (!one || one.dates.tracks.at(-1).track === track) return null;
    position += 1;
    latest = Math.max(latest, at);
    one.revision += 1;
    one.dates.tracks = [...one.dates.tracks.filter((held) => held.from < from), { track, from }];
    addEvent.run(position, one.id, one.revision, id, latest, envelope, JSON.stringify({ track, from }));
    changed.push([one, position, JSON.stringify(one.dates), id]);
    return { revision: one.revision, position: String(position) };
  });
  log.exec('COMMIT');
  views.exec('BEGIN IMMEDIATE');
  for (const [one, at, dates] of changed) {
    const level = levelOf(one.validFrom, at);
    close.run(at, level, slotOf(one.validFrom, level), one.key);
    one.validFrom = at;
    const stands = levelOf(at, openEnded);
    open.run(one.key, at, stands, slotOf(at, stands), one.name, one.title, one.department, one.enteredAt, dates);
  }
  checkpoint.run(position, changed.at(-1)?.[3] ?? null, new Date().toISOString());
  views.exec('COMMIT');
  parentPort.postMessage(receipts);
});
parentPort.postMessage('ready');
