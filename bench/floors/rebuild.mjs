import { join } from 'node:path';
import { child, forgetViews, interleaved, median, scratch, summed } from '../kit.mjs';

async function once(file, message) {
  const process = child(file);
  try {
    return await process.ask(message);
  } finally {
    await process.end();
  }
}

export const rebuild = (directory) => {
  forgetViews(directory);
  return once('rebuild.mjs', { directory });
};

/**
 * Rebuild of all views against a bare loop over the same rows; also its memory against that for a
 * tenth of the events.
 */
export async function rebuildFloors({ data, tenth, full }) {
  const rounds = full ? 3 : 2;
  const target = scratch('bare-rows');
  let at = 0;
  const first = await rebuild(data);
  const { events } = first;
  const ours = async () => rebuild(data);
  const bare = async () => {
    at += 1;
    return once('bare-rebuild.mjs', { directory: data, rows: data, target: join(target, `${at}.db`) });
  };
  const [built, loops] = await interleaved(rounds, ours, bare);
  const rate = summed(built.map(({ seconds }) => events / seconds));
  const bareRate = summed(loops.map(({ seconds }) => events / seconds));
  const indexed = summed(loops.map(({ seconds, indexes }) => events / (seconds + indexes)));
  const small = [];
  for (let round = 0; round < (full ? rounds : 1); round += 1) small.push(await rebuild(tenth));
  const peaks = summed(built.map(({ peakMiB }) => peakMiB));
  const smallPeaks = summed(small.map(({ peakMiB }) => peakMiB));
  return [
    {
      name: 'rebuild',
      floor: 0.4,
      ratio: rate.median / bareRate.median,
      unit: 'events/s',
      measured: rate,
      against: bareRate,
      withIndexes: rate.median / indexed.median,
      ran:
        `all views from ${events} events, their indexes included, against a loop that reads, parses and inserts the same ${loops[0].rows} rows ` +
        `without any index (${(rate.median / indexed.median).toFixed(2)} where it makes the same indexes); ${rounds} rounds in turn, a process each`,
    },
    {
      name: 'rebuild-memory',
      floor: 1.5,
      atMost: true,
      ratio: median(built.map(({ peakMiB }) => peakMiB)) / smallPeaks.median,
      unit: 'MiB',
      measured: peaks,
      against: smallPeaks,
      ran: `peak RSS of a process that only rebuilds, at ${events} events against ${small[0].events}`,
    },
  ];
}
