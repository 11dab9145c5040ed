import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export const children = new URL('./children/', import.meta.url);

const sorted = (values) => [...values].sort((a, b) => a - b);

/** The value that a share (0 to 1) of all values does not exceed. */
export const quantile = (values, share) => {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.max(0, Math.ceil(share * all.length) - 1))];
};
export const median = (values) => {
  const all = sorted(values);
  const middle = all.length >> 1;
  return all.length % 2 === 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
};

/** Median with the lowest and the highest. */
export const summed = (values) => ({ median: median(values), low: Math.min(...values), high: Math.max(...values) });

/**
 * Runs `first` and `second` in turn, each first in every second round, and returns their results.
 */
export async function interleaved(rounds, first, second) {
  const firsts = [];
  const seconds = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) firsts.push(await first(round));
    seconds.push(await second(round));
    if (round % 2 === 1) firsts.push(await first(round));
  }
  return [firsts, seconds];
}

/**
 * Keeps `width` calls of `work(index)` in flight until `count` are done; returns the seconds it
 * took.
 */
export async function inFlight(width, count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  return (performance.now() - started) / 1000;
}

const made = new Set();
const running = new Set();

/** A directory of this run, removed at its end. */
export function scratch(name) {
  const directory = mkdtempSync(join(tmpdir(), `casebook-bench-${name}-`));
  made.add(directory);
  return directory;
}

/** A copy of a data directory whose databases nobody has open. */
export function copyOf(directory, name) {
  const copy = scratch(name);
  mkdirSync(copy, { recursive: true });
  cpSync(directory, copy, { recursive: true });
  return copy;
}

export function discard(directory) {
  rmSync(directory, { recursive: true, force: true });
  made.delete(directory);
}

/** Removes the rows, which can be built again. */
export function forgetViews(directory) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory, `views.db${suffix}`), { force: true });
}

/** Cleans up after a failed run: ends children by their ids, then removes directories. */
export async function cleanUp() {
  await Promise.all([...running].map((child) => child.end()));
  for (const directory of made) discard(directory);
}

/** Size of the old heap of the views' thread, in MiB: a process that only rebuilds gets no more. */
const heap = { 'rebuild.mjs': 1024 };

/** The views that lag behind the log, by the server's metrics: each with its name and the events it lacks. */
export async function lags(address) {
  const text = await (await fetch(`${address}/metrics`)).text();
  return [...text.matchAll(/^casebook_view_lag_events\{view="([^"]+)"\} (\d+)$/gm)]
    .map(([, view, events]) => ({ view, events: Number(events) }))
    .filter(({ events }) => events > 0);
}

/**
 * A child process of a file among the children, or of a URL. `ask(message)` resolves with its next answer; it rejects with the child's error,
 * or when the child ends.
 */
export function child(file, ...args) {
  const forked = fork(new URL(file, children), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: heap[file] ? [`--max-old-space-size=${heap[file]}`] : [],
  });
  const exited = new Promise((resolve) => forked.once('exit', resolve));
  const answer = () =>
    new Promise((resolve, reject) => {
      const over = (code) => reject(new Error(`${file} ended with ${code} before it answered`));
      forked.once('exit', over);
      forked.once('message', (message) => {
        forked.off('exit', over);
        if (message.error) reject(new Error(`${file}: ${message.error}`));
        else resolve(message);
      });
    });
  const it = {
    answer,
    ask(message) {
      const answered = answer();
      forked.send(message);
      return answered;
    },
    /** Kills it, however busy it is. */
    async kill() {
      if (forked.exitCode === null && forked.signalCode === null) process.kill(forked.pid, 'SIGKILL');
      await exited;
      running.delete(it);
    },
    async end() {
      if (forked.exitCode === null && forked.signalCode === null) {
        const hard = setTimeout(() => process.kill(forked.pid, 'SIGKILL'), 10_000);
        process.kill(forked.pid, 'SIGTERM');
        await exited;
        clearTimeout(hard);
      }
      running.delete(it);
    },
  };
  running.add(it);
  void exited.then(() => running.delete(it));
  return it;
}

/** In a child: answers each message with the result of `serve`. */
export function answering(serve) {
  process.once('disconnect', () => process.exit(1));
  process.on('message', (message) => {
    serve(message).then(
      (answer) => process.send(answer ?? {}),
      (error) => process.send({ error: error?.stack ?? String(error) }),
    );
  });
}

export const machine = () => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
});

/** Numbers in the table's form: three significant digits. */
export const shown = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3))));
