// Prints the time of each spec file in the last run, the longest first. `--weights` stores the long
// ones, so that they start first where there was no run yet.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** In seconds. */
const long = 4;

const times = Object.entries(JSON.parse(readFileSync('node_modules/.cache/casebook/times.json', 'utf8')))
  .map(([file, { load, run }]) => ({ file, load, run, whole: load + run }))
  .toSorted((a, b) => b.whole - a.whole);

if (process.argv.includes('--weights')) {
  const weights = times.filter(({ whole }) => whole >= long).map(({ file, whole }) => [file, Math.round(whole)]);
  writeFileSync('test/kit/jest/weights.json', `${JSON.stringify(Object.fromEntries(weights), null, 2)}\n`);
} else {
  const row = (load, run, file) => `${load.padStart(8)} ${run.padStart(8)}  ${file}\n`;
  const sum = (of) => times.reduce((whole, time) => whole + time[of], 0).toFixed(2);
  const rows = times.map(({ load, run, file }) => row(load.toFixed(2), run.toFixed(2), file));
  process.stdout.write([row('load s', 'run s', 'file'), ...rows, row(sum('load'), sum('run'), `${times.length} files`)].join(''));
}
