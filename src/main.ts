import process from 'node:process';
import { ConfigError, configOfProcess } from './config.js';
import { startViewThread } from './platform/views/view-thread-start.js';

/** Errors that a person can fix: the message says everything, and a stack would only hide it. */
const plain = new Set([
  'ConfigError',
  'CredentialsUnusable',
  'LogInUse',
  'LogTooNew',
  'MasterKeyUnusable',
  'DemonstrationExposed',
  'StoreUnavailable',
  'ViewsUnbuilt',
]);

async function main(): Promise<void> {
  // No other user of the machine may read the files that it writes.
  process.umask(0o077);
  const config = configOfProcess();
  // Loading the code is most of a start: the views' thread and this thread load it side by side.
  const { data, events, views, role } = config;
  const viewThread = role === 'web' ? undefined : startViewThread({ directory: data, events, rows: views });
  const { serve } = await import('./serve.js');
  await serve(config, viewThread);
}

main().catch((error: unknown) => {
  if ((error as { code?: unknown }).code === 'EADDRINUSE')
    error = new ConfigError(['PORT is in use by another process; set another one, or 0 for a free one']);
  const known = error instanceof ConfigError || (error instanceof Error && (plain.has(error.name) || plain.has(error.constructor.name)));
  process.stderr.write(`${known ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exit(1);
});
