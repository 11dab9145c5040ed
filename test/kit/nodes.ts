import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Client } from './app.js';
import { EsdbServer } from './esdb-server/server.js';
import { asSuperuser, serverOfRun } from './postgres.js';

type Role = 'all' | 'web' | 'views';

/** A process of Casebook. */
export class Node {
  address = '';
  said = '';

  constructor(
    readonly role: Role,
    readonly child: ChildProcess,
  ) {}

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  as(token?: string): Client {
    return new Client(() => this.address, token);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.ended) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }
}

export interface Ended {
  readonly status: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Casebook on several processes that share a log behind a socket, a database and a directory of
 * files.
 */
export class Nodes {
  readonly directory = mkdtempSync(join(tmpdir(), 'casebook-nodes-'));
  readonly #name = `nodes_${randomBytes(6).toString('hex')}`;
  readonly #nodes: Node[] = [];
  #log: EsdbServer | undefined;

  get log(): EsdbServer {
    if (!this.#log) throw new Error('the nodes are not open');
    return this.#log;
  }

  async open(): Promise<void> {
    if (!existsSync('dist/bundle/main.js')) throw new Error('dist/bundle/main.js is missing: run npm run build');
    this.#log = await EsdbServer.start();
    await asSuperuser(`CREATE DATABASE ${this.#name}`);
    for (const part of ['views', 'accounts']) {
      const [role, password] = [`${this.#name}_${part}`, randomBytes(9).toString('hex')];
      await this.sql(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'; CREATE SCHEMA casebook_${part} AUTHORIZATION ${role}`);
      writeFileSync(join(this.directory, part), `${role}:${password}\n`, { mode: 0o600 });
    }
  }

  /** Runs a statement as the database's superuser. */
  sql<T>(statement: string): Promise<T[]> {
    return asSuperuser(statement, { ...serverOfRun(), database: this.#name }) as Promise<T[]>;
  }

  /** File with the credentials of a role, for specs of what that role may see. */
  credentialsFile(part: 'views' | 'accounts'): string {
    return join(this.directory, part);
  }

  /** Enters a person who holds these offices. Resolves with login and password. */
  async setUp(login: string, ...offices: string[]): Promise<{ login: string; password: string; person: string }> {
    const { status, stdout, stderr } = await this.cli('setup', '--name', login, '--login', login, '--office', ...offices);
    const [, person = ''] = /^person\s+(\S+)$/m.exec(stdout) ?? [];
    const [, password = ''] = /^password (\S+)$/m.exec(stdout) ?? [];
    if (status !== 0 || !person) throw new Error(`setup ended with ${status}: ${stdout}${stderr}`);
    return { login, password, person };
  }

  /** Runs a command of the command line beside the nodes. */
  cli(...args: string[]): Promise<Ended> {
    return this.run('dist/bundle/cli.js', ...args);
  }

  /** Runs another program in the nodes' environment. */
  async run(program: string, ...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, [program, ...args], { env: this.environment({}), stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    return { status, stdout, stderr };
  }

  /** Starts a node. Resolves once it serves. */
  async start(role: Role, more: Record<string, string> = {}): Promise<Node> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/bundle/main.js'], {
      env: this.environment({ CASEBOOK_ROLE: role, ...more }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const node = new Node(role, child);
    this.#nodes.push(node);
    await new Promise<void>((resolve, reject) => {
      const hear = (text: Buffer) => {
        node.said += text.toString();
        const [, at] = /serves at (http:\S+)\n/.exec(node.said) ?? [];
        if (!at) return;
        node.address = at;
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`a node ended with code ${code}: ${node.said}`)));
    });
    return node;
  }

  /** The process that holds the leases of most views now. Expired leases do not count. */
  async holder(): Promise<string | undefined> {
    const [row] = await this.sql<{ holder: string }>(
      'SELECT holder FROM casebook_views.view_lease WHERE until > clock_timestamp() GROUP BY holder ORDER BY count(*) DESC LIMIT 1',
    );
    return row?.holder;
  }

  /** Milliseconds until another process than `holder` holds the views. */
  async takenOverFrom(holder: string | undefined): Promise<number> {
    const started = performance.now();
    for (;;) {
      const now = await this.holder();
      if (now !== undefined && now !== holder) return performance.now() - started;
      if (performance.now() - started > 120_000) throw new Error('nobody took over');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) {
      node.child.kill('SIGCONT');
      await node.kill();
    }
    await this.#log?.down();
    await asSuperuser(`DROP DATABASE IF EXISTS ${this.#name} WITH (FORCE)`);
    await asSuperuser(`DROP ROLE IF EXISTS ${this.#name}_views, ${this.#name}_accounts`);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The environment of a process. */
  environment(more: Record<string, string> = {}): Record<string, string> {
    const { host, port } = serverOfRun();
    return {
      PORT: '0',
      NODE_ENV: 'production',
      CASEBOOK_LOG_LEVEL: 'warn',
      CASEBOOK_DATA: this.directory,
      CASEBOOK_MASTER_KEY_FILE: join(this.directory, 'master.key'),
      CASEBOOK_EVENTS: this.log.url,
      CASEBOOK_VIEWS: `postgres://${host}:${port}/${this.#name}?tls=false`,
      CASEBOOK_VIEWS_CREDENTIALS_FILE: this.credentialsFile('views'),
      CASEBOOK_ACCOUNTS_CREDENTIALS_FILE: this.credentialsFile('accounts'),
      ...more,
    };
  }
}
