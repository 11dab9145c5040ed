/**
 * Kills the built server during its work, again and again, and audits that nothing acknowledged was
 * lost and nothing happened twice: `npm run crash -- --kills 20`. Ends with 1 if something was, or
 * if anything else was wrong.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { audit, reactions } from './crash-audit.mjs';
import { Load, randomness } from './crash-load.mjs';
import { Nodes, postgres } from './crash-nodes.mjs';
import { Server } from './crash-server.mjs';
import { child, lags } from './kit.mjs';

const usage = `usage: npm run crash -- [options]
  --kills N      times to kill the server (20)
  --in-flight N  commands in flight (16)
  --seconds N    bound on each start, and on the work left at the end (60)
  --store NAME   where the log is: embedded, or esdb, an EventStoreDB server of the tests' whose connections break as well (embedded)
  --views NAME   where views and accounts are: embedded, or postgres, with --store esdb alone: then one process answers and another keeps
                 the views, and they are killed in turn and together (embedded)
  --seed N       seed of what the clients do and of when they are cut off (1)
  --keep         leaves the data directory behind`;
const shownAtMost = 10;
/** Least milliseconds of load before a kill. */
const soonest = 150;
const latest = 1500;

function options() {
  const number = (name, least, most, text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most)
      throw new Error(`--${name} is ${text}; it takes a whole number from ${least} to ${most}\n${usage}`);
    return Number(text);
  };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        kills: { type: 'string', default: '20' },
        'in-flight': { type: 'string', default: '16' },
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        store: { type: 'string', default: 'embedded' },
        views: { type: 'string', default: 'embedded' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new Error(`${error.message}\n${usage}`);
  }
  if (!['embedded', 'esdb'].includes(values.store)) throw new Error(`--store is ${values.store}; it takes embedded or esdb\n${usage}`);
  if (!['embedded', 'postgres'].includes(values.views))
    throw new Error(`--views is ${values.views}; it takes embedded or postgres\n${usage}`);
  if (values.views === 'postgres' && values.store !== 'esdb')
    throw new Error(`--views postgres needs --store esdb: an embedded log has one process\n${usage}`);
  return {
    help: values.help,
    store: values.store,
    views: values.views,
    keep: values.keep,
    kills: number('kills', 1, 10_000, values.kills),
    inFlight: number('in-flight', 1, 256, values['in-flight']),
    seconds: number('seconds', 1, 3600, values.seconds),
    seed: number('seed', 0, 999_999_999, values.seed),
  };
}

async function pages(server, path, token) {
  const items = [];
  for (let cursor = ''; ; ) {
    const page = await server.get(`${path}?limit=200${cursor}`, token);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** Appends to `log` the events recorded after it, as the auditor sees them. */
async function readOn(log, server, token) {
  for (let after = log.at(-1)?.position ?? '0'; ; ) {
    const { items, next } = await server.get(`/api/events?after=${after}&limit=500`, token);
    for (const item of items) log.push(item);
    if (next === null) return log;
    after = next;
  }
}

/** The demonstration's logins, each with the id of its person. */
async function signedIn(server, directory) {
  const logins = {};
  for (const { login, token } of JSON.parse(readFileSync(join(directory, 'demo-logins.json'), 'utf8'))) {
    const { person } = await server.get('/api/me', token);
    logins[login] = { token, person };
  }
  return logins;
}

/** Waits until the work that follows is done and the views show it. */
async function quiet(server, log, auditor, seconds) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    await readOn(log, server, auditor);
    const report = await server.get('/health/ready');
    const notLive = report.views
      .filter(({ state }) => state !== 'live')
      .map(({ name, state, says }) => `view ${name} is ${state} ${says ?? ''}`);
    const behind = [...notLive, ...(await lags(server.address)).map(({ view, events }) => `view ${view} is ${events} events behind`)];
    const done = reactions(log).missing.length === 0 && behind.length === 0;
    if (done || Date.now() > deadline) return behind;
    await sleep(200);
  }
}

/**
 * Breaks every connection to the store after `after` milliseconds, and makes the store available
 * again `away` milliseconds later.
 */
async function breakOff(esdb, after, away) {
  await sleep(after);
  await esdb.ask({ kind: 'down' });
  await sleep(away);
  await esdb.ask({ kind: 'up' });
}

const milliseconds = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${Math.round(sorted[Math.floor(sorted.length / 2)])} ms, worst ${Math.round(sorted.at(-1))} ms`;
};

function show(what, found) {
  for (const line of found.slice(0, shownAtMost)) process.stdout.write(`${what}: ${line}\n`);
  if (found.length > shownAtMost) process.stdout.write(`${what}: ${found.length - shownAtMost} more\n`);
}

async function run({ kills, inFlight, seconds, seed }, server, directory, esdb) {
  const random = randomness(seed);
  process.stdout.write(`${inFlight} in flight, ${kills} kills, seed ${seed}\n`);
  const first = await server.start(seconds);
  const logins = await signedIn(server, directory);
  const departments = (await pages(server, '/api/departments', logins.hr.token)).map(({ id }) => id);
  const since = Number((await readOn([], server, logins.auditor.token)).at(-1).position);
  const load = new Load({ server, logins, departments, random: randomness(seed + 1), run: `crash-${seed}` });

  const starts = [];
  let peak = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const moment = Math.round(soonest + random() * (latest - soonest));
    const before = load.commands.filter(({ receipts }) => receipts.length > 0).length;
    const working = load.work(inFlight);
    // In every second round the store goes away first. It comes back while the server is dead, or
    // while it is serving again.
    const broken = esdb && kill % 2 === 0 ? breakOff(esdb, Math.round(moment / 2), Math.round(random() * 600)) : undefined;
    await sleep(moment);
    peak = Math.max(peak, server.peakMemory);
    const killed = server.kill();
    load.stop();
    const [which] = await Promise.all([killed, working, broken]);
    const acknowledged = load.commands.filter(({ receipts }) => receipts.length > 0).length - before;
    const start = await server.start(seconds);
    starts.push(start);
    process.stdout.write(
      `kill ${kill}${which} after ${moment} ms: ${acknowledged} acknowledged, ${load.unanswered.length} answers cut off, next start ${Math.round(start)} ms\n`,
    );
  }

  const late = setTimeout(() => load.stop(), seconds * 1000);
  await load.work(inFlight, { settleOnly: true });
  clearTimeout(late);
  const unsettled = load.unanswered.map(({ name, key }) => `${name} ${key} was not settled within ${seconds} s`);
  const log = [];
  const behind = await quiet(server, log, logins.auditor.token, seconds);
  const cases = await pages(server, '/api/cases', logins.auditor.token);
  peak = Math.max(peak, server.peakMemory);

  const { acknowledged, lost, doubled, faults } = audit({ commands: load.commands, log, cases, since });
  const refused = load.commands.filter(({ receipts, refused }) => refused && receipts.length === 0).length;
  process.stdout.write(
    [
      `first start, with the demonstration: ${Math.round(first)} ms; starts after a kill: ${milliseconds(starts)}`,
      `${load.commands.length} commands given, ${refused} refused, ${load.cutOff} answers cut off and asked for again, ${load.repeats} repeats of acknowledged ones`,
      `${log.length} events, ${cases.length} cases; most memory ${peak} MiB`,
      '',
    ].join('\n'),
  );
  for (const [text, times] of server.complaints) process.stdout.write(`logged ${times} times: ${text}\n`);
  const wrong = [...load.faults, ...unsettled, ...behind, ...faults, ...server.ended];
  show('lost', lost);
  show('doubled', doubled);
  show('wrong', wrong);
  process.stdout.write(`${kills} kills, ${acknowledged} acknowledged, ${lost.length} lost, ${doubled.length} doubled\n`);
  return lost.length + doubled.length + wrong.length === 0;
}

async function main() {
  const chosen = options();
  if (chosen.help) return process.stdout.write(`${usage}\n`);
  const directory = mkdtempSync(join(tmpdir(), 'casebook-crash-'));
  const esdb = chosen.store === 'esdb' ? child('esdb-server.mjs') : undefined;
  let database;
  let server;
  const clear = async () => {
    await server?.end();
    await esdb?.end();
    await database?.close();
    if (chosen.keep) process.stdout.write(`The data is left in ${directory}\n`);
    else rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, async () => {
      await clear();
      process.exit(1);
    });
  try {
    const events = await esdb?.answer();
    const environment = { ...(events && { CASEBOOK_EVENTS: events.url }) };
    if (chosen.views === 'postgres') {
      database = await postgres(directory);
      server = new Nodes(directory, { ...environment, ...database.environment });
    } else server = new Server(directory, environment);
    if (!(await run(chosen, server, directory, esdb))) process.exitCode = 1;
  } finally {
    await clear();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
