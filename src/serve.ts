import 'reflect-metadata';
import process from 'node:process';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { demonstrate, isCutOff, mustNotExpose, showLogins } from './demo/demonstrate.js';
import { beginning } from './platform/events/envelope.js';
import { Log } from './platform/logging/log.js';
import type { ViewThread } from './platform/views/view-thread-start.js';

/**
 * Opens the stored data, sets up the demonstration city where there is none yet, and serves until
 * it is told to stop.
 */
export async function serve(config: Config, viewThread?: ViewThread): Promise<void> {
  const log = new Log(config.logLevel);
  endOnUncaught(log);
  const app = await createApp(config, { log, ...(viewThread && { viewThread }) });
  const empty = (await app.casebook.store.head()) === beginning;
  // A node that shares its stores with others sets up no city by itself.
  const alone = config.role === 'all';
  if (alone && config.demoAllowed && (empty || isCutOff(config.data))) await demonstrate(app.casebook, config.data);
  if (!config.demoAllowed)
    await mustNotExpose(app.casebook, config.data).catch(async (error: unknown) => {
      await app.close();
      throw error;
    });
  await app.nest.listen(config.port, config.host);
  const address = (await app.nest.getUrl()).replace('[::1]', 'localhost');
  process.stdout.write(`\nCasebook serves at ${address}\nAPI documentation at ${address}/api/docs\n`);
  if (alone && config.demoAllowed) showLogins(config.data, address);
  else if (empty)
    process.stdout.write('Nobody can sign in yet: stop it and run `npx casebook setup --help`, which enters the first person.\n');
}

/**
 * Unhandled rejections arrive as uncaught exceptions too. After one, the process's memory cannot be
 * trusted.
 */
function endOnUncaught(log: Log): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal('nobody caught an error: the process ends', error, { origin });
    process.exit(1);
  });
}
