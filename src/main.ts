import 'reflect-metadata';
import process from 'node:process';
import { createApp } from './app.js';
import { ConfigError, configOfProcess } from './config.js';
import { checkDemonstration, demonstrate, showLogins } from './demo/demonstrate.js';

/** Errors that a person can mend: their message says all, a stack would only hide it. */
const plain = new Set(['ConfigError', 'LogInUse', 'LogTooNew', 'MasterKeyUnusable', 'MasterKeyMismatch', 'DemonstrationCutOff']);

async function main(): Promise<void> {
  // Nothing that is written is for other users of the machine.
  process.umask(0o077);
  const config = configOfProcess();
  checkDemonstration(config.data);
  const app = await createApp(config);
  const empty = (await app.casebook.store.head()) === 0;
  if (empty && config.demoAllowed) await demonstrate(app.casebook, config.data);
  await app.nest.listen(config.port, config.host);
  const address = (await app.nest.getUrl()).replace('[::1]', 'localhost');
  process.stdout.write(`\nCasebook serves at ${address}\nAPI documentation at ${address}/api/docs\n`);
  if (config.demoAllowed) showLogins(config.data, address);
  else if (empty)
    process.stdout.write('Nobody can sign in yet: stop it and run `npx casebook setup --help`, which enters the first person.\n');
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || (error instanceof Error && (plain.has(error.name) || plain.has(error.constructor.name)));
  process.stderr.write(`${known ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 2000).unref();
});
