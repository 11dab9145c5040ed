import 'reflect-metadata';
import process from 'node:process';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { checkDemonstration, demonstrate, showLogins } from './demo/demonstrate.js';
import type { ViewThread } from './platform/views/view-thread-start.js';

/** Opens what is stored, sets up the demonstration city where there is nothing yet, and serves until it is told to stop. */
export async function serve(config: Config, viewThread: ViewThread): Promise<void> {
  checkDemonstration(config.data);
  const app = await createApp(config, { viewThread });
  const empty = (await app.casebook.store.head()) === 0;
  if (empty && config.demoAllowed) await demonstrate(app.casebook, config.data);
  await app.nest.listen(config.port, config.host);
  const address = (await app.nest.getUrl()).replace('[::1]', 'localhost');
  process.stdout.write(`\nCasebook serves at ${address}\nAPI documentation at ${address}/api/docs\n`);
  if (config.demoAllowed) showLogins(config.data, address);
  else if (empty)
    process.stdout.write('Nobody can sign in yet: stop it and run `npx casebook setup --help`, which enters the first person.\n');
}
