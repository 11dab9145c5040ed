import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { type Config, ConfigError, configOfProcess, type Environ, environOfProcess } from '../config.js';
import { takeTour } from './take-tour.js';
import { NothingToTour } from './tour/connect.js';
import type { Stage } from './tour/narrator.js';
import { TourStopped } from './tour/tour.js';

interface Options {
  readonly server?: string;
  readonly logins?: string;
  readonly pause?: true;
  readonly quiet?: true;
}

const cli = fileURLToPath(new URL('../bundle/cli.js', import.meta.url));

/** The tour gets the same locations of log, views and accounts as the server. */
function environmentOn(config: Config, data: string): Environ {
  const told = environOfProcess();
  return {
    ...told,
    CASEBOOK_DATA: data,
    CASEBOOK_MASTER_KEY_FILE: data === config.data ? config.masterKeyFile : join(data, 'master.key'),
    // If one of these variables names a directory, it is CASEBOOK_DATA itself.
    CASEBOOK_EVENTS: 'directory' in config.events ? undefined : told.CASEBOOK_EVENTS,
    CASEBOOK_VIEWS: 'directory' in config.views ? undefined : told.CASEBOOK_VIEWS,
  };
}

function verifying(config: Config, data: string): Promise<{ code: number; output: string }> {
  const env = environmentOn(config, data);
  return new Promise((done) => {
    const child = execFile(process.execPath, [cli, 'replay', '--verify'], { env }, (_, out, errors) =>
      done({ code: child.exitCode ?? 1, output: child.exitCode === 0 ? out : `${out}${errors}` }),
    );
  });
}

/** Enter continues the tour; without --pause nothing waits. */
function stageOf({ pause, quiet }: Options): Stage & { close(): void } {
  const { stdin, stdout } = process;
  if (pause && !stdin.isTTY) throw new NothingToTour('--pause waits for Enter, and there is no terminal to press it in');
  const keys = pause ? createInterface({ input: stdin, output: stdout }) : undefined;
  keys?.once('SIGINT', () => process.exit(130));
  // The end of the input, Ctrl-D, also ends the tour.
  keys?.once('close', () => process.exit());
  return {
    write: (text) => stdout.write(text),
    colour: stdout.isTTY ?? false,
    quiet: quiet ?? false,
    next: async () => {
      await keys?.question('      Enter: the next step ');
    },
    close: () => {
      keys?.removeAllListeners('close').close();
    },
  };
}

async function narrate(options: Options): Promise<void> {
  const config = configOfProcess();
  const logins = resolve(options.logins ?? join(config.data, 'demo-logins.json'));
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  const address = (options.server ?? `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`).replace(/\/+$/, '');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new NothingToTour(`--server takes an address such as http://127.0.0.1:3000, not ${address}`);
  const stage = stageOf(options);
  try {
    await takeTour({ address, logins, stage, verify: () => verifying(config, dirname(logins)) });
  } finally {
    stage.close();
  }
}

// The reader of the output may stop reading.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

const program = new Command('npm run demo --')
  .description('Works three cases over HTTP against a running server that holds the demonstration city, and tells each step.')
  .addHelpText(
    'after',
    '\nGive it the CASEBOOK_… variables of the server: its last step verifies log, lists and accounts where these say they are.',
  )
  .option('--server <url>', 'the server (default: where `npm start` serves, http://127.0.0.1:3000)')
  .option('--logins <file>', 'the demonstration’s logins (default: demo-logins.json in CASEBOOK_DATA)')
  .option('--pause', 'wait for Enter after each step')
  .option('--quiet', 'only say what each step is')
  .exitOverride()
  .action((options: Options) => narrate(options));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof NothingToTour || error instanceof TourStopped || error instanceof ConfigError) {
    process.stderr.write(`\nnpm run demo: ${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
