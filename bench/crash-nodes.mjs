import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../test/kit/postgres-server.mjs';
import { Server } from './crash-server.mjs';

/**
 * One of the tests' PostgreSQL servers, with a role for each part. `environment` tells a node where
 * it is.
 */
export async function postgres(directory) {
  const server = await startPostgres();
  const { host, port, database, superuser: user, password } = server.address;
  const client = new pg.Client({ host, port, database, user, password });
  await client.connect();
  const environment = { CASEBOOK_VIEWS: `postgres://${host}:${port}/${database}?tls=false` };
  for (const part of ['views', 'accounts']) {
    const secret = randomBytes(9).toString('hex');
    await client.query(`CREATE ROLE ${part} LOGIN PASSWORD '${secret}'; CREATE SCHEMA casebook_${part} AUTHORIZATION ${part}`);
    const file = join(directory, `${part}-credentials`);
    writeFileSync(file, `${part}:${secret}\n`, { mode: 0o600 });
    environment[`CASEBOOK_${part.toUpperCase()}_CREDENTIALS_FILE`] = file;
  }
  await client.end();
  return { environment, close: server.close };
}

/**
 * A node that answers and one that keeps the views, killed in turn and together; used like one
 * server.
 */
export class Nodes {
  #city;
  #kills = 0;

  constructor(directory, environment) {
    const node = (role) => new Server(directory, { ...environment, CASEBOOK_ROLE: role });
    this.#city = node('all');
    this.web = node('web');
    this.views = node('views');
  }

  /**
   * Starts the nodes that are not running. Before the first start, another node sets up the
   * demonstration alone: a node that shares its stores does not do that.
   */
  async start(seconds) {
    const started = performance.now();
    if (this.#city) {
      await this.#city.start(seconds);
      await this.#city.kill();
      this.#city = undefined;
    }
    await Promise.all([this.web, this.views].filter(({ running }) => !running).map((node) => node.start(seconds)));
    return performance.now() - started;
  }

  /** Returns which nodes were killed, in words, once they are gone. */
  async kill() {
    const turn = ['web', 'views', 'both'][this.#kills % 3];
    this.#kills += 1;
    await Promise.all([turn !== 'views' && this.web.kill(), turn !== 'web' && this.views.kill()]);
    return ` of ${turn}`;
  }

  get address() {
    return this.web.address;
  }

  async end() {
    await Promise.all([this.#city?.kill(), this.web.kill(), this.views.kill()]);
  }

  get complaints() {
    const all = new Map();
    for (const node of [this.web, this.views]) for (const [text, times] of node.complaints) all.set(text, (all.get(text) ?? 0) + times);
    return all;
  }

  get ended() {
    return [...this.web.ended, ...this.views.ended];
  }

  get peakMemory() {
    return Math.max(this.web.peakMemory, this.views.peakMemory);
  }

  send(...args) {
    return this.web.send(...args);
  }

  get(...args) {
    return this.web.get(...args);
  }
}
