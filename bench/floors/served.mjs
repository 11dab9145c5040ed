import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { dice } from '../case-events.mjs';
import { child, copyOf, discard, lags, quantile, scratch, summed } from '../kit.mjs';

/** Milliseconds from sending the request to the end of its answer. */
const timed = (agent, url, token) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const request = get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      let size = 0;
      answer.on('data', (chunk) => {
        size += chunk.length;
      });
      answer.on('end', () => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
        else resolve({ ms: performance.now() - started, size });
      });
    });
    request.on('error', reject);
  });

async function ready(address, agent, token) {
  for (;;) {
    const report = await (await fetch(`${address}/health/ready`)).json();
    if (report.views?.every(({ state }) => state === 'live') && (await lags(address)).length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return timed(agent, `${address}/api/policy`, token);
}

/**
 * Sends a request every `every` milliseconds, whether or not the previous one was answered, until
 * `until` has resolved.
 */
async function paced(every, send, until) {
  const waits = [];
  const sent = [];
  let over = false;
  const ended = until.finally(() => {
    over = true;
  });
  let due = performance.now();
  while (!over) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    due = Math.max(due + every, performance.now() - every);
    const one = send().then(({ ms }) => waits.push(ms));
    // A failed request is reported once all have ended.
    one.catch(() => {});
    sent.push(one);
  }
  await ended;
  await Promise.all(sent);
  return waits;
}

/**
 * The longest wait of a request while all views are rebuilt in the same process, against its usual
 * p99.
 */
export async function waitFloor({ data, people, token, full }) {
  const every = 10;
  const rounds = full ? 3 : 2;
  const directory = copyOf(data, 'served');
  const server = child('app.mjs', directory);
  const { address } = await server.answer();
  const agent = new Agent({ keepAlive: true });
  await ready(address, agent, token);
  let at = 0;
  const send = () => {
    at += 1;
    return timed(agent, `${address}/api/people/${people[at % people.length]}`, token);
  };
  const quiet = (ms) => paced(every, send, new Promise((resolve) => setTimeout(resolve, ms)));
  const rebuilt = async () => {
    const beside = scratch('beside');
    symlinkSync(join(directory, 'events.db'), join(beside, 'events.db'));
    const waits = await paced(every, send, server.ask({ rebuild: beside }));
    discard(beside);
    return waits;
  };
  await quiet(1_000);
  await rebuilt();
  const without = [];
  const longest = [];
  let during = 0;
  for (let round = 0; round < rounds; round += 1) {
    without.push(await quiet(full ? 4_000 : 500));
    const waits = await rebuilt();
    during += waits.length;
    longest.push(Math.max(...waits));
  }
  agent.destroy();
  await server.end();
  discard(directory);
  const p99 = summed(without.map((waits) => quantile(waits, 0.99)));
  const all = without.flat();
  return {
    name: 'wait-in-rebuild',
    floor: 5,
    atMost: true,
    ratio: Math.max(...longest) / quantile(all, 0.99),
    unit: 'ms',
    measured: summed(longest),
    against: p99,
    ran:
      `GET /api/people/:personId every ${every} ms; the longest of ${during} while a thread of the server builds all views anew, against the p99 of ` +
      `${all.length} without (whose longest was ${Math.max(...all).toFixed(1)} ms); ${rounds} rounds in turn`,
  };
}

const lists = {
  all: '',
  triage: '&status=triage',
  investigating: '&status=investigating',
  'needs-decision': '&queue=needs-decision',
  decided: '&queue=decided',
};

/** Lists of cases as of any past position. */
export async function asOfFloor({ data, audit, full, versions }) {
  const count = full ? 2_000 : 400;
  const server = child('app.mjs', data);
  const { address } = await server.answer();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // Positions are for the Auditor alone.
  await ready(address, agent, audit);
  const log = new Sqlite(join(data, 'events.db'), { readonly: true });
  const head = log.prepare('SELECT max(position) FROM events').pluck().get();
  log.close();
  const rolled = dice(11);
  const names = Object.keys(lists);
  const waits = Object.fromEntries(names.map((name) => [name, []]));
  for (let index = -100; index < count; index += 1) {
    const name = names[rolled.below(names.length)];
    const { ms } = await timed(agent, `${address}/api/cases?limit=50&asOf=@${1 + rolled.below(head)}${lists[name]}`, audit);
    if (index >= 0) waits[name].push(ms);
  }
  agent.destroy();
  await server.end();
  const all = Object.values(waits).flat();
  const p95 = quantile(all, 0.95);
  const each = names.map((name) => `${name} ${quantile(waits[name], 0.95).toFixed(1)}`).join(', ');
  return {
    name: 'as-of',
    floor: 1,
    atMost: true,
    ratio: p95 / 5,
    unit: 'ms',
    measured: { median: p95, low: quantile(all, 0.5), high: Math.max(...all) },
    against: { median: 5, low: 5, high: 5 },
    ran:
      `GET /api/cases?limit=50&asOf=@… at ${count} random positions of ${head}, ${versions} versions of rows in the list: p95 over HTTP against 5 ms ` +
      `(by list: ${each}; spread is p50 to longest)`,
  };
}

/**
 * Runs the command of `npm start` on a free port; resolves with its address once it has printed it.
 */
function npmStart(data) {
  const env = { ...process.env, CASEBOOK_DATA: data, CASEBOOK_LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: '0', NODE_ENV: 'development' };
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/bundle/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const address = new Promise((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (text) => {
      told += text;
      const found = /serves at (http:\S+)/.exec(told);
      if (found) resolve(found[1]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code} before it served`)));
  });
  const end = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  return { address, end };
}

/**
 * A second start on existing data: from the process's first instruction to the first answer with
 * every view ready.
 */
export async function startFloor({ data, token, full }) {
  const took = [];
  for (let round = 0; round < (full ? 5 : 2); round += 1) {
    const agent = new Agent({ keepAlive: true });
    const started = performance.now();
    const server = npmStart(data);
    await ready(await server.address, agent, token);
    took.push((performance.now() - started) / 1000);
    agent.destroy();
    await server.end();
  }
  return {
    name: 'start',
    floor: 1,
    atMost: true,
    ratio: summed(took).median / 1.5,
    unit: 's',
    measured: summed(took),
    against: { median: 1.5, low: 1.5, high: 1.5 },
    ran: 'what npm start runs, on existing data: from the fork to the first query answered, against 1.5 s',
  };
}
