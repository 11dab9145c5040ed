import 'reflect-metadata';
import { join } from 'node:path';
import process from 'node:process';
import Sqlite from 'better-sqlite3';
import { commandFloor, hotStreamFloor } from './floors/command.mjs';
import { esdbCommandFloor } from './floors/esdb-command.mjs';
import { httpFloor } from './floors/http.mjs';
import { rebuild, rebuildFloors } from './floors/rebuild.mjs';
import { asOfFloor, startFloor, waitFloor } from './floors/served.mjs';
import { city, enter, generate } from './generate.mjs';
import { cleanUp, copyOf, machine, scratch, shown } from './kit.mjs';

const usage = `npm run bench -- [--full] [--json] [--store esdb | --only name,name]

  --full   rebuilds from 1 million events, and lists of 1 million versions of rows; 8 thousand events otherwise
  --json   one object a line instead of the table
  --store  esdb: what EventStoreDB has a floor for, against a server of the tests'
  --only   some of: esdb-command, command, hot-stream, http-command, rebuild, rebuild-memory, wait-in-rebuild, as-of, start
`;

const embedded = ['command', 'hot-stream', 'http-command', 'rebuild', 'rebuild-memory', 'wait-in-rebuild', 'as-of', 'start'];
const known = ['esdb-command', ...embedded];
const given = process.argv.slice(2);
const full = given.includes('--full');
const json = given.includes('--json');
const after = (name) => (given.includes(name) ? (given[given.indexOf(name) + 1] ?? '') : undefined);
const store = after('--store') ?? 'embedded';
const only = after('--only')?.split(',') ?? (store === 'esdb' ? ['esdb-command'] : embedded);
const strange = given.filter(
  (word, index) => !['--full', '--json', '--only', '--store'].includes(word) && !['--only', '--store'].includes(given[index - 1]),
);
if (strange.length > 0 || !['embedded', 'esdb'].includes(store) || only.some((name) => !known.includes(name))) {
  process.stderr.write(usage);
  process.exit(1);
}

const events = full ? 1_000_000 : 8_000;
const results = [];
const say = (text) => {
  if (!json) process.stderr.write(`${text}\n`);
};

/** With `atMost` the floor is an upper limit, so lower is better. */
const holds = ({ ratio, floor, atMost }) => (atMost ? ratio <= floor : ratio >= floor);

function note(result) {
  const told = { ...result, holds: holds(result), command: process.argv.join(' '), ...machine() };
  results.push(told);
  if (json) process.stdout.write(`${JSON.stringify(told)}\n`);
  else say(`${result.name}: ${shown(result.ratio)} (floor ${result.atMost ? '≤' : '≥'} ${result.floor}) holds: ${told.holds}`);
}

function table() {
  const { cores, cpu, memoryGiB, node, platform } = machine();
  const spread = ({ median, low, high }) => `${shown(median)} (${shown(low)}–${shown(high)})`;
  const head = ['floor', 'ratio', 'wanted', 'holds', 'unit', 'measured (spread)', 'against (spread)'];
  const rows = results.map((one) => [
    one.name,
    one.ratio.toFixed(2),
    `${one.atMost ? '≤' : '≥'} ${one.floor}`,
    String(one.holds),
    one.unit,
    spread(one.measured),
    spread(one.against),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  process.stdout.write(
    [
      '',
      `npm run bench${full ? ' -- --full' : ''}`,
      `${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, ${platform}`,
      '',
      line(head),
      ...rows.map(line),
      '',
      ...results.map(({ name, ran }) => `${name}: ${ran}`),
      '',
    ].join('\n'),
  );
}

function versionsIn(directory) {
  const db = new Sqlite(join(directory, 'views.db'), { readonly: true });
  const name = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'case_list_v*'`).pluck().get();
  const count = db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get();
  db.close();
  return count;
}

async function main() {
  const wanted = (...names) => names.some((name) => only.includes(name));
  const data = scratch('data');
  say('entering a city…');
  const made = await city(data, 200);
  if (wanted('esdb-command')) note(await esdbCommandFloor({ data, full }));
  if (!wanted(...embedded)) return;
  // Enough people that nobody's turn comes again while a slow answer to their last request is under
  // way.
  const entered = await enter(data, 4_000, 4);
  const bare = { data, ...made, entered, full };
  if (wanted('command')) note(await commandFloor(bare));
  if (wanted('hot-stream')) note(await hotStreamFloor(bare));
  if (!wanted('http-command', 'rebuild', 'rebuild-memory', 'wait-in-rebuild', 'as-of', 'start')) return;

  say(`writing ${events} events…`);
  await generate(data, events / 10, made);
  const tenth = copyOf(data, 'tenth');
  await generate(data, events, { ...made, seed: 8 });
  if (wanted('rebuild', 'rebuild-memory'))
    for (const result of await rebuildFloors({ ...bare, tenth })) if (wanted(result.name)) note(result);
  await rebuild(data);
  if (wanted('http-command')) note(await httpFloor(bare));
  if (wanted('wait-in-rebuild')) note(await waitFloor(bare));
  if (wanted('start')) note(await startFloor(bare));
  if (wanted('as-of')) {
    let versions = versionsIn(data);
    for (let seed = 9; full && versions < 1_000_000; seed += 1) {
      await generate(data, Math.ceil((events * (seed - 8) * 1_050_000) / versions), { ...made, seed });
      await rebuild(data);
      versions = versionsIn(data);
    }
    note(await asOfFloor({ ...bare, versions }));
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    void cleanUp().then(() => process.exit(1));
  });

try {
  await main();
  if (!json) table();
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
// A measurement that failed may leave a log or a thread open, which would keep the process.
if (process.exitCode) process.exit();
