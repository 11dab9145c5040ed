/**
 * Measures Casebook's log and views beside those of other event stores for Node.js, and beside the
 * bare use of the databases under them, in turn, in one run: `npm run bench:peers`.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../test/kit/postgres-server.mjs';
import { child, cleanUp, discard, scratch } from '../kit.mjs';
import { adapterOf, peers, victimsOf } from './peers.mjs';
import { tables } from './tables.mjs';

const usage = `usage: npm run bench:peers -- [options]
  --rounds N     rounds, each of all peers in turn (3)
  --kills N      times to kill each peer in the middle of commands (10)
  --peers A,B    some of: ${Object.keys(peers).join(', ')}
  --json         an object a line instead of the tables`;

/** What is measured: the work, its bounds, and the events that the store holds before it. */
const kinds = [
  { id: 'alone', work: 'command', args: { width: 1, seconds: 2.5 } },
  { id: 'together', work: 'command', args: { width: 64, seconds: 2.5 } },
  { id: 'hot-stream', work: 'hot-stream', args: { seconds: 3 } },
  { id: 'fold', work: 'fold', stored: 200_000, args: { seconds: 1.2 } },
  { id: 'rebuild', work: 'rebuild', stored: 200_000, args: { seconds: 6 } },
];
/** Milliseconds after which a child is held to be stuck. */
const patience = 120_000;

function options() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      kills: { type: 'string', default: '10' },
      peers: { type: 'string', default: Object.keys(peers).join(',') },
      json: { type: 'boolean', default: false },
    },
  });
  const chosen = values.peers.split(',');
  const [rounds, kills] = [Number(values.rounds), Number(values.kills)];
  if (chosen.some((peer) => !peers[peer]) || !Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(kills) || kills < 0)
    throw new Error('not understood');
  return { chosen, rounds, kills, json: values.json };
}

/** Does one task in a process of its own. */
async function once(message) {
  const one = child(new URL('./child.mjs', import.meta.url));
  const late = setTimeout(() => void one.kill(), patience);
  try {
    return await one.ask(message);
  } finally {
    clearTimeout(late);
    await one.kill();
  }
}

/** Empty stores: a database of the server, or a directory. */
class Places {
  #made = 0;
  constructor(directory, postgres) {
    this.directory = directory;
    this.postgres = postgres;
  }

  async empty({ database }) {
    this.#made += 1;
    if (database === 'sqlite') {
      const directory = join(this.directory, String(this.#made));
      mkdirSync(directory);
      return { directory };
    }
    const name = `place_${this.#made}`;
    // Bytes sort faster than English does.
    await this.#ask(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'`);
    return { name, url: this.#url(name) };
  }

  async remove({ directory, name }) {
    if (directory) discard(directory);
    else await this.#ask(`DROP DATABASE ${name} WITH (FORCE)`);
  }

  #url(name) {
    const { host, port, superuser, password } = this.postgres.address;
    return `postgresql://${superuser}:${password}@${host}:${port}/${name}`;
  }

  async #ask(sql) {
    const { withClient } = await import('./adapters/with-client.mjs');
    return withClient({ url: this.#url('postgres') }, async (client) => (await client.query(sql)).rows);
  }
}

/**
 * Kills the process that gives commands, again and again, and looks for each event that it
 * acknowledged. PostgreSQL is ended at the same moment, as by a crash.
 */
async function killed(peer, places, kills) {
  const place = await places.empty(peers[peer]);
  const told = join(places.directory, `told-${peer}`);
  const acknowledged = new Set();
  for (let kill = 0; kill < kills; kill += 1) {
    const victim = child(new URL('./child.mjs', import.meta.url));
    await victim.ask({ task: 'fallVictim', peer, place, told });
    while (statSync(told).size === 0) await sleep(5);
    await sleep(200 + Math.random() * 300);
    await victim.kill();
    if (place.name) await places.postgres.crash();
    const lines = readFileSync(told, 'utf8').split('\n');
    // The last one is empty, or was cut off.
    for (const id of lines.slice(0, -1)) acknowledged.add(id);
  }
  const { audit } = await adapterOf(peers[peer]);
  const stored = await audit(place);
  const ids = new Set(stored.map(({ id }) => id));
  await places.remove(place);
  return {
    kills,
    width: victimsOf(peers[peer]),
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((id) => !ids.has(id)).length,
    doubled: stored.length - ids.size,
  };
}

async function main({ chosen, rounds, kills, json }) {
  const say = (text) => process.stderr.write(`${Math.round(performance.now() / 1000)} s  ${text}\n`);
  const postgres = chosen.some((peer) => peers[peer].database === 'postgresql') ? await startPostgres({ durable: true }) : undefined;
  try {
    const places = new Places(scratch('peers'), postgres);
    const results = Object.fromEntries(chosen.map((peer) => [peer, {}]));
    const does = (peer, { work }) => !peers[peer].without?.includes(work);

    const stored = {};
    for (const peer of chosen)
      for (const total of new Set(kinds.filter((kind) => kind.stored && does(peer, kind)).map((kind) => kind.stored))) {
        const place = await places.empty(peers[peer]);
        stored[`${peer} ${total}`] = { place, args: { total, ...(await once({ task: 'load', peer, place, total })) } };
        say(`${peer}: loaded ${total} events`);
      }

    for (let round = 0; round < rounds; round += 1)
      for (const kind of kinds) {
        // Another peer begins in each round.
        for (const peer of [...chosen.slice(round % chosen.length), ...chosen.slice(0, round % chosen.length)]) {
          if (!does(peer, kind)) continue;
          const filled = kind.stored && stored[`${peer} ${kind.stored}`];
          const place = filled?.place ?? (await places.empty(peers[peer]));
          const args = { ...kind.args, ...filled?.args, seed: round + 1 };
          const result = await once({ task: 'measure', peer, place, kind: kind.work, args });
          if (!filled) await places.remove(place);
          results[peer][kind.id] = [...(results[peer][kind.id] ?? []), result];
        }
        say(`round ${round + 1}: ${kind.id}`);
      }

    for (const peer of chosen) {
      if (kills === 0) break;
      results[peer].kills = await killed(peer, places, kills);
      say(`${peer}: killed`);
    }
    if (json) for (const [peer, result] of Object.entries(results)) process.stdout.write(`${JSON.stringify({ peer, ...result })}\n`);
    else process.stdout.write(tables(results, { rounds }));
  } finally {
    await postgres?.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    void cleanUp().then(() => process.exit(1));
  });

try {
  await main(options());
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n${usage}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
