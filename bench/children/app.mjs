import 'reflect-metadata';
import process from 'node:process';
import { createApp } from '../../dist/app.js';
import { readConfig } from '../../dist/config.js';
import { folds } from '../../dist/definitions.js';
import { ViewHost } from '../../dist/platform/views/view-host.js';
import { answering } from '../kit.mjs';

/**
 * The whole application on `directory`. On request it builds all views a second time, beside the
 * first, in a thread like theirs.
 */
const [directory] = process.argv.slice(2);
const app = await createApp(readConfig({ CASEBOOK_DATA: directory, CASEBOOK_LOG_LEVEL: 'warn', PORT: '0' }));
await app.nest.listen(0, '127.0.0.1');
answering(async ({ rebuild }) => {
  const started = performance.now();
  const host = await ViewHost.start({ directory: rebuild, views: folds });
  const left = await host.built(600_000);
  const seconds = (performance.now() - started) / 1000;
  await host.close();
  if (left.length > 0) throw new Error(`${left.join(', ')} were not built`);
  return { seconds };
});
// The generated cases owe work, which the server does at its start. That work is not measured.
const { casebook } = app;
for (let head = -1; head !== (await casebook.store.head()); ) {
  head = await casebook.store.head();
  await casebook.work.tick();
}
process.send({ address: (await app.nest.getUrl()).replace('[::1]', '127.0.0.1') });
