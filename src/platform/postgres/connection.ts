import { readFileSync } from 'node:fs';
import { DataSource, type DataSourceOptions, QueryFailedError } from 'typeorm';
import type { PostgresAddress } from './address.js';

export interface PostgresOptions {
  /** What the server shows of a connection, beside the address it came from. */
  readonly name: string;
  /** Connections at most. */
  readonly connections: number;
  /** Milliseconds that a statement may take; 0 for as long as it takes. */
  readonly statement: number;
  /** Whether a commit waits for the disk. */
  readonly durable: boolean;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  readonly migrations?: NonNullable<DataSourceOptions['migrations']>;
  readonly migrationsTable?: string;
}

/** Milliseconds that a statement waits for a connection: a request that would wait longer is told to come again. */
const connectionTimeoutMs = 2_000;
/** Milliseconds that a start waits for a server that does not answer: it, or this machine, may be busy. One that refuses is told at once. */
const startPatience = 20_000;
/**
 * Milliseconds after which a transaction that is left standing is ended by the server. A process that was stopped in the middle of one holds
 * locks that whoever takes its place waits for.
 */
const idle = 3_000;

/** The credentials cannot be had; the message names the file, never what it holds. */
export class CredentialsUnusable extends Error {}

/** Reads `role:password` from a file. Throws CredentialsUnusable. */
export function postgresCredentials(file: string): { user: string; password: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CredentialsUnusable(`the credentials ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  const at = text.indexOf(':');
  if (at < 1 || at === text.length - 1 || /[\r\n]/.test(text))
    throw new CredentialsUnusable(`the credentials ${file} must be one line, role:password`);
  return { user: text.slice(0, at), password: text.slice(at + 1) };
}

/** What the driver connects with. */
export function clientOptions(
  address: PostgresAddress,
  { name, statement, durable }: Pick<PostgresOptions, 'name' | 'statement' | 'durable'>,
) {
  const { host, port, database, tls, credentialsFile, caFile, schema } = address;
  const session = {
    search_path: schema,
    statement_timeout: statement,
    idle_in_transaction_session_timeout: idle,
    synchronous_commit: durable ? 'on' : 'off',
    client_min_messages: 'warning',
    // A server that compiles the long statements of a list spends far more on that than on running them.
    jit: 'off',
    // A statement that has a name is planned once, whatever its values: what is compared for equality has an index.
    plan_cache_mode: 'force_generic_plan',
  };
  return {
    host,
    port,
    database,
    user: postgresCredentials(credentialsFile).user,
    password: () => postgresCredentials(credentialsFile).password,
    ssl: tls ? { rejectUnauthorized: true, ...(caFile && { ca: readFileSync(caFile, 'utf8') }) } : false,
    application_name: `casebook ${name}`,
    keepAlive: true,
    connectionTimeoutMillis: connectionTimeoutMs,
    options: Object.entries(session)
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' '),
  };
}

/** A pool of connections. Rejects where none can be had. The driver is loaded with the first: an embedded Casebook does without. */
export async function openPostgres(address: PostgresAddress, options: PostgresOptions): Promise<DataSource> {
  const source = await connected(address, options);
  await ensureSchema(source, address.schema).catch(async (error: unknown) => {
    await source.destroy();
    throw error;
  });
  return source;
}

async function connected(address: PostgresAddress, options: PostgresOptions): Promise<DataSource> {
  const { default: pg } = await import('pg');
  const { user, password: _, ...extra } = clientOptions(address, options);
  for (const until = performance.now() + startPatience; ; ) {
    const source = new DataSource({
      type: 'postgres',
      driver: pg,
      username: user,
      password: () => postgresCredentials(address.credentialsFile).password,
      extra: { ...extra, max: options.connections },
      // What uses a connection that was lost is told by its own failure.
      poolErrorHandler: () => {},
      installExtensions: false,
      entities: options.entities,
      ...(options.migrations && { migrations: options.migrations, migrationsTransactionMode: 'all' as const }),
      ...(options.migrationsTable && { migrationsTableName: options.migrationsTable }),
      logging: false,
    });
    try {
      return await source.initialize();
    } catch (error) {
      if (codeOf(error) !== 'NO_CONNECTION' || performance.now() > until) throw error;
    }
  }
}

async function ensureSchema(source: DataSource, schema: string): Promise<void> {
  const [found] = await source.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (found) return;
  // Of two nodes that start at once, one makes it.
  await source.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch((error: unknown) => {
    if (codeOf(error) !== '23505') throw error;
  });
}

export const isOnPostgres = (source: DataSource): boolean => source.options.type === 'postgres';

/** SQLSTATE, or what the system or the driver calls it; undefined for an error of other origin. */
export function codeOf(error: unknown): string | undefined {
  const { code, message } = (error instanceof QueryFailedError ? error.driverError : error) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  if (/timeout exceeded when trying to connect|due to connection timeout|timeout expired/.test(String(message))) return 'NO_CONNECTION';
  if (
    /Connection terminated|connection error and is not queryable|Client was closed|Cannot use a pool after|already released/.test(
      String(message),
    )
  )
    return 'CONNECTION_LOST';
  return undefined;
}

/** The server is away, has no connection left, or took too long: the same may be tried again later. */
export const isUnavailable = (error: unknown): boolean =>
  /^(53|57|58|08|55P03|NO_CONNECTION|CONNECTION_LOST|ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOTFOUND|EAI_AGAIN)/.test(codeOf(error) ?? '');

/** The connection is gone, and what was on it: a transaction, temporary tables, a prepared statement. */
export const isConnectionLost = (error: unknown): boolean =>
  /^(57P0|08|25P03|NO_CONNECTION|CONNECTION_LOST|ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOTFOUND|EAI_AGAIN)/.test(codeOf(error) ?? '');

/** Another transaction was in the way: the whole of this one may be tried again at once. */
export const isContended = (error: unknown): boolean => /^40(001|P01)$/.test(codeOf(error) ?? '');
