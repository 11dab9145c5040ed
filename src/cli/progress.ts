import process from 'node:process';
import cliProgress from 'cli-progress';
import { tell } from './failure.js';

/** Shows on stderr how far the work has come. */
export interface ProgressLine {
  to(done: number): void;
  end(): void;
}

/** Milliseconds between two plain lines. */
const lineIntervalMs = 5_000;

/** The unit of a log's positions. */
export const unitOf = ({ dense }: { readonly dense: boolean }): string => (dense ? 'events' : 'positions');

/** A bar on a terminal; elsewhere a line from time to time, with the number of `of` done. */
export function progress(label: string, total: number, of = 'events'): ProgressLine {
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar(
      {
        stream: process.stderr,
        format: `${label} {bar} {percentage}% | {value} of {total} ${of} | {eta_formatted} left`,
        hideCursor: true,
      },
      cliProgress.Presets.shades_classic,
    );
    bar.start(total, 0);
    return { to: (done) => bar.update(done), end: () => bar.stop() };
  }
  tell(`${label}: ${total} ${of}`);
  let told = performance.now();
  return {
    to(done) {
      if (performance.now() - told < lineIntervalMs) return;
      told = performance.now();
      tell(`${label}: ${done} of ${total} ${of}`);
    },
    end() {},
  };
}
