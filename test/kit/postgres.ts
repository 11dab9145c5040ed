import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { PostgresAddress } from '../../src/platform/postgres/address.js';
import { serverVariable } from './postgres-server.mjs';

/** The server that the global setup of the test run started. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly superuser: string;
  readonly password: string;
}

export const serverOfRun = (): Server => JSON.parse(process.env[serverVariable] ?? '') as Server;

/** Runs a statement as the server's superuser. */
export async function asSuperuser(sql: string, { host, port, database, superuser, password }: Server = serverOfRun()): Promise<unknown[]> {
  const client = new pg.Client({ host, port, database, user: superuser, password });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Schemas, each with a role that may use nothing else. `clean` removes all of them. */
export class Schemas {
  readonly #undo: (() => unknown)[] = [];

  constructor(private readonly server: Server = serverOfRun()) {}

  async address(of = 'spec'): Promise<PostgresAddress> {
    const schema = `${of}_${randomBytes(6).toString('hex')}`;
    const password = randomBytes(9).toString('hex');
    const directory = mkdtempSync(join(tmpdir(), 'casebook-credentials-'));
    const credentialsFile = join(directory, 'credentials');
    writeFileSync(credentialsFile, `${schema}:${password}\n`, { mode: 0o600 });
    this.#undo.push(() => rmSync(directory, { recursive: true, force: true }));
    await asSuperuser(`CREATE ROLE ${schema} LOGIN PASSWORD '${password}'; CREATE SCHEMA ${schema} AUTHORIZATION ${schema}`, this.server);
    this.#undo.push(() => asSuperuser(`DROP SCHEMA ${schema} CASCADE; DROP ROLE ${schema}`, this.server));
    const { host, port, database } = this.server;
    return { host, port, database, tls: false, credentialsFile, caFile: undefined, schema };
  }

  async clean(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}
