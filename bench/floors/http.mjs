import { createHash } from 'node:crypto';
import autocannon from 'autocannon';
import { child, copyOf, discard, interleaved, median, summed } from '../kit.mjs';

const tracks = ['managerial', 'permanent', 'probationary', 'collective-agreement', 'police', 'fire', 'volunteer'];
const connections = 64;

/**
 * Sends `count` commands. Each changes the track of the next person in turn, so that none is
 * refused.
 */
async function load(address, token, people, count, from) {
  let at = from;
  const refused = [];
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const day = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  const setupRequest = (request) => {
    const path = `/api/people/${people[at % people.length]}/track`;
    const body = JSON.stringify({ track: tracks[Math.floor(at / people.length) % tracks.length], from: day });
    at += 1;
    return { ...request, path, body };
  };
  const started = performance.now();
  // autocannon itself ends at a full second, long after the last answer of a short round.
  let last = started;
  const onResponse = (status, answer) => {
    last = performance.now();
    if (status >= 300) refused.push(`${status} ${answer}`);
  };
  const result = await autocannon({
    url: address,
    connections,
    amount: count,
    timeout: 30,
    requests: [{ method: 'POST', headers, setupRequest, onResponse }],
  });
  const seconds = (last - started) / 1000;
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] !== count)
    throw new Error(
      `of ${count} commands ${result['2xx']} succeeded, ${result.non2xx} were refused, ${result.errors} failed: ${refused.slice(0, 3).join(' ')}`,
    );
  return { rate: count / seconds, p99: result.latency.p99 };
}

/** A command over HTTP against a hand-written route that appends the same event and writes the same row. */
export async function httpFloor({ data, entered: people, hr, token, full }) {
  const rounds = full ? 5 : 3;
  const count = full ? 10_000 : 2_000;
  // A server is measured in its state after the first seconds: both have their code compiled before
  // the first round.
  const warming = 4_000;
  const [oursAt, bareAt] = [copyOf(data, 'app'), copyOf(data, 'route')];
  const app = child('app.mjs', oursAt);
  const { address } = await app.answer();
  const route = child('route.mjs', bareAt, createHash('sha256').update(token).digest('hex'), hr);
  const { address: bareAddress } = await route.answer();
  const sent = { [address]: 0, [bareAddress]: 0 };
  const round =
    (to, some = count) =>
    async () => {
      const from = sent[to];
      // Each connection has prepared one request that it may never send: the next round begins with
      // a new turn.
      sent[to] += Math.ceil((some + connections) / people.length) * people.length;
      return load(to, token, people, some, from);
    };
  await round(address, warming)();
  await round(bareAddress, warming)();
  const [ours, bare] = await interleaved(rounds, round(address), round(bareAddress));
  await app.end();
  await route.end();
  discard(oursAt);
  discard(bareAt);
  const rates = (all) => summed(all.map(({ rate }) => rate));
  return {
    name: 'http-command',
    floor: 0.6,
    ratio: rates(ours).median / rates(bare).median,
    unit: 'commands/s',
    measured: rates(ours),
    against: rates(bare),
    ran:
      `POST /api/people/:personId/track, ${count} a round over ${connections} connections, of ${people.length} persons in turn: signed in, validated, ` +
      `decided, appended and in the list of people when it is answered (p99 ${median(ours.map(({ p99 }) => p99))} ms against ` +
      `${median(bare.map(({ p99 }) => p99))} ms); ${rounds} rounds in turn; log level warn`,
  };
}
