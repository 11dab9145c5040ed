import 'reflect-metadata';
import process from 'node:process';
import { eventTypes, folds } from '../../dist/definitions.js';
import { Codec } from '../../dist/platform/events/codec.js';
import { SqliteLogReader } from '../../dist/platform/events/sqlite/log-reader.js';
import { SystemClock } from '../../dist/platform/ground/clock.js';
import { openForWriting } from '../../dist/platform/rows/database.js';
import { ViewRunner } from '../../dist/platform/views/runner.js';
import { answering } from '../kit.mjs';

/**
 * Only rebuilds: every view from the log in `directory`, with its indexes, as the views' thread
 * does it.
 */
answering(async ({ directory }) => {
  const codec = new Codec(eventTypes);
  const log = SqliteLogReader.open(directory);
  const database = await openForWriting({ directory });
  const runner = new ViewRunner({ database, log, decode: (record) => codec.decode(record), views: folds, clock: new SystemClock() });
  const started = performance.now();
  await runner.start();
  await runner.catchUp();
  const seconds = (performance.now() - started) / 1000;
  const unfit = Object.entries(runner.progress()).find(([, { state, position }]) => state !== 'live' || position !== log.head());
  if (unfit) throw new Error(`${unfit[0]} is not built: ${JSON.stringify(unfit[1])}`);
  const events = log.head();
  await database.destroy();
  log.close();
  return { seconds, events, peakMiB: process.resourceUsage().maxRSS / 1024 };
});
