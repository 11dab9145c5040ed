import { readFileSync } from 'node:fs';
import { DataSource, type DataSourceOptions, QueryFailedError } from 'typeorm';
import type { PostgresAddress } from './address.js';

export interface PostgresOptions {
  /** Name that the server shows for a connection, beside the address it came from. */
  readonly name: string;
  /** Most connections of the pool. */
  readonly connections: number;
  /** Milliseconds that a statement may take; 0 for no limit. */
  readonly statement: number;
  /** Whether a commit waits for the disk. */
  readonly durable: boolean;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  readonly migrations?: NonNullable<DataSourceOptions['migrations']>;
  readonly migrationsTable?: string;
}

/**
 * Milliseconds that a statement waits for a connection. A request that would wait longer is
 * refused, to be repeated later.
 */
const connectionTimeoutMs = 2_000;
/**
 * Milliseconds that a start waits for a server that does not answer: the server, or this machine,
 * may be busy. A server that refuses is reported at once.
 */
const startPatience = 20_000;
/**
 * Milliseconds after which the server ends an idle transaction. A process that was stopped inside
 * one holds locks that its successor waits for.
 */
const idle = 3_000;

/** The credentials cannot be read. The message names the file, never its content. */
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

/** The options with which the driver connects. */
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
    // Compiling the long statements of a list costs the server far more than running them.
    jit: 'off',
    // A named statement is planned once for all values. That is good enough, because columns
    // compared for equality have an index.
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

/**
 * A pool of connections. Rejects where no connection can be made. The driver is loaded with the
 * first pool: an embedded Casebook runs without it.
 */
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
      // A statement on a lost connection gets its own error.
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
  // If two nodes start at once, one of them creates it.
  await source.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch((error: unknown) => {
    if (codeOf(error) !== '23505') throw error;
  });
}

export const isOnPostgres = (source: DataSource): boolean => source.options.type === 'postgres';

/** SQLSTATE, or the code of the system or the driver; undefined for an error of other origin. */
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

/**
 * The server is away, has no free connection, or took too long: the same request may be tried again
 * later.
 */
export const isUnavailable = (error: unknown): boolean =>
  /^(53|57|58|08|55P03|NO_CONNECTION|CONNECTION_LOST|ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOTFOUND|EAI_AGAIN)/.test(codeOf(error) ?? '');

/**
 * The connection is gone, with everything on it: a transaction, temporary tables, prepared
 * statements.
 */
export const isConnectionLost = (error: unknown): boolean =>
  /^(57P0|08|25P03|NO_CONNECTION|CONNECTION_LOST|ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOTFOUND|EAI_AGAIN)/.test(codeOf(error) ?? '');

/** Another transaction was in conflict: this one may be tried again at once as a whole. */
export const isContended = (error: unknown): boolean => /^40(001|P01)$/.test(codeOf(error) ?? '');
