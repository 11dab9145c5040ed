import { isIP } from 'node:net';
import { resolve } from 'node:path';
import process from 'node:process';
import { type EsdbFiles, esdbAddress, isEsdb, type StoreAddress } from './platform/events/store-address.js';
import { isPostgres, type Place, postgresAddress } from './platform/postgres/address.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
const environments = ['development', 'production', 'test'] as const;
export type Environment = (typeof environments)[number];

const roles = ['all', 'web', 'views'] as const;
/** `web` answers requests; `views` runs views and does due work; `all` does both. */
export type Role = (typeof roles)[number];

/** How far views may fall behind the log before commands are refused with `view.lagging`. */
export type ViewLag = { readonly events: number } | { readonly milliseconds: number };

export interface Config {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Absolute path of the directory that holds everything Casebook stores. */
  readonly data: string;
  /** Where the log is: in `data`, or on EventStoreDB. */
  readonly events: StoreAddress;
  /** Where the views' rows are: in `data`, or on PostgreSQL. */
  readonly views: Place;
  /** Where accounts, tokens and keys are: in `data`, or in a schema of their own beside the views'. */
  readonly accounts: Place;
  /** The node's role. */
  readonly role: Role;
  /** Absolute path of the file with the key that encrypts the records' keys. */
  readonly masterKeyFile: string;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  readonly logLevel: LogLevel;
  readonly environment: Environment;
  /** Largest request body, in bytes. */
  readonly bodyLimit: number;
  readonly maxViewLag: ViewLag;
  /**
   * Origin under which browsers reach Casebook, `https://casebook.example.gov`; undefined where
   * they reach it directly.
   */
  readonly publicOrigin: string | undefined;
  /** Addresses and networks (CIDR) of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Largest file of evidence, in bytes. */
  readonly largestFile: number;
  /** Demonstration logins may exist: only where nobody else can reach the server. */
  readonly demoAllowed: boolean;
}

/** The environment holds no valid configuration. Every problem is listed with its variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

export type Environ = Readonly<Record<string, string | undefined>>;

const known = new Set([
  'CASEBOOK_EVENTS',
  'CASEBOOK_EVENTS_CREDENTIALS_FILE',
  'CASEBOOK_EVENTS_CA_FILE',
  'CASEBOOK_DATA',
  'CASEBOOK_VIEWS',
  'CASEBOOK_VIEWS_CREDENTIALS_FILE',
  'CASEBOOK_VIEWS_CA_FILE',
  'CASEBOOK_ACCOUNTS_CREDENTIALS_FILE',
  'CASEBOOK_ROLE',
  'CASEBOOK_MASTER_KEY_FILE',
  'CASEBOOK_TIME_ZONE',
  'CASEBOOK_LOG_LEVEL',
  'CASEBOOK_BODY_LIMIT',
  'CASEBOOK_MAX_VIEW_LAG',
  'CASEBOOK_PUBLIC_URL',
  'CASEBOOK_TRUSTED_PROXIES',
  // Only the command line reads it, not the server.
  'CASEBOOK_TOKEN',
  'CASEBOOK_EVIDENCE_MAX_MIB',
]);
const hostname = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
const ipv6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/;

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

function viewLag(text: string): ViewLag | undefined {
  const [, digits, unit] = /^(\d{1,9})(ms| events)?$/.exec(text) ?? [];
  const amount = Number(digits);
  if (!digits || amount === 0) return undefined;
  return unit === 'ms' ? { milliseconds: amount } : { events: amount };
}

/**
 * The origin of an address without path, query or user; null for any other text, undefined for
 * none.
 */
function originOf(text: string): string | null | undefined {
  if (text === '') return undefined;
  if (!URL.canParse(text)) return null;
  const { origin, protocol, href } = new URL(text);
  return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
}

/** Names of the schemas on PostgreSQL. */
const schemas = { views: 'casebook_views', accounts: 'casebook_accounts' };

function networksOf(text: string): string[] | undefined {
  const networks = text === '' ? [] : text.split(',').map((network) => network.trim());
  const fits = (network: string) => {
    const [address = '', bits = '', ...rest] = network.split('/');
    const most = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return rest.length === 0 && most > 0 && (network === address || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  };
  return networks.every(fits) ? networks : undefined;
}

/**
 * Where the log is, or text that says what is wrong. A path other than the data directory's would
 * leave the log out of every backup of that directory.
 */
function storeOf(text: string | undefined, data: string, files: EsdbFiles): StoreAddress | string {
  if (text && isEsdb(text)) return esdbAddress(text, files);
  return !text || resolve(text) === data
    ? { directory: data }
    : 'takes esdb://… or esdb+discover://…; unless set, the log is in CASEBOOK_DATA';
}

/**
 * Reads the configuration from an environment. An empty variable counts as unset. Throws
 * ConfigError.
 */
export function readConfig(env: Environ): Config {
  const problems: string[] = [];

  function read<T>(name: string, fallback: string, accepted: string, parse: (text: string) => T | undefined): T {
    const text = env[name] || fallback;
    const value = parse(text);
    if (value === undefined) problems.push(`${name} is ${JSON.stringify(text)}; it takes ${accepted}`);
    return value as T;
  }
  const whole = (least: number, most: number) => (text: string) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
  const oneOf =
    <const T extends string>(values: readonly T[]) =>
    (text: string) =>
      values.find((value) => value === text);
  const path = (text: string) => (text.includes('\0') ? undefined : resolve(text));

  const host = read('HOST', '127.0.0.1', 'an IP address or a host name, for example 127.0.0.1', (text) =>
    hostname.test(text) || ipv6.test(text) ? text : undefined,
  );
  const port = read('PORT', '3000', 'a whole number from 0 to 65535, where 0 takes a free port', whole(0, 65535));
  const data = read('CASEBOOK_DATA', './data', 'the path of a directory', path);
  const optionalPath = (name: string) =>
    read(name, '', 'the path of a file', (text) => ({ path: text === '' ? undefined : path(text) })).path;
  const events = storeOf(env.CASEBOOK_EVENTS, data, {
    credentialsFile: optionalPath('CASEBOOK_EVENTS_CREDENTIALS_FILE'),
    caFile: optionalPath('CASEBOOK_EVENTS_CA_FILE'),
  });
  if (typeof events === 'string') problems.push(`CASEBOOK_EVENTS ${events}`);
  const onPostgres = (schema: keyof typeof schemas): Place => {
    const text = env.CASEBOOK_VIEWS || data;
    if (!isPostgres(text)) return { directory: data };
    const credentials = `CASEBOOK_${schema.toUpperCase()}_CREDENTIALS_FILE`;
    const files = { credentialsFile: optionalPath(credentials), caFile: optionalPath('CASEBOOK_VIEWS_CA_FILE') };
    const address = postgresAddress(text, { ...files, schema: schemas[schema] });
    if (typeof address !== 'string') return address;
    const told = `CASEBOOK_VIEWS ${address}${files.credentialsFile === undefined ? `, which ${credentials} names` : ''}`;
    if (!problems.includes(told)) problems.push(told);
    return { directory: data };
  };
  const [views, accounts] = [onPostgres('views'), onPostgres('accounts')];
  if (env.CASEBOOK_VIEWS && !isPostgres(env.CASEBOOK_VIEWS) && resolve(env.CASEBOOK_VIEWS) !== data)
    problems.push('CASEBOOK_VIEWS takes postgres://…; unless set, views and accounts are in CASEBOOK_DATA');
  const role = read('CASEBOOK_ROLE', 'all', `one of ${roles.join(', ')}`, oneOf(roles));
  if ((role === 'web' || role === 'views') && !isPostgres(env.CASEBOOK_VIEWS ?? ''))
    problems.push(`CASEBOOK_ROLE=${role} needs CASEBOOK_VIEWS on PostgreSQL: views.db has one process`);
  const masterKeyFile = read('CASEBOOK_MASTER_KEY_FILE', `${data}/master.key`, 'the path of a file', path);
  const timeZone = read('CASEBOOK_TIME_ZONE', 'America/Denver', 'an IANA time zone, for example America/Denver', (text) =>
    isTimeZone(text) ? text : undefined,
  );
  const logLevel = read('CASEBOOK_LOG_LEVEL', 'info', `one of ${logLevels.join(', ')}`, oneOf(logLevels));
  const environment = read('NODE_ENV', 'development', `one of ${environments.join(', ')}`, oneOf(environments));
  const bodyLimit = read('CASEBOOK_BODY_LIMIT', '1048576', 'a whole number of bytes from 1024 to 67108864', whole(1024, 67_108_864));
  const counted = typeof events === 'string' || 'directory' in events;
  const maxViewLag = read(
    'CASEBOOK_MAX_VIEW_LAG',
    counted ? '10000' : '5000ms',
    'a number of events (10000) or of milliseconds (5000ms), above 0',
    viewLag,
  );

  if (!counted && maxViewLag && 'events' in maxViewLag)
    problems.push(
      'CASEBOOK_MAX_VIEW_LAG takes milliseconds (5000ms) with CASEBOOK_EVENTS on EventStoreDB, whose positions do not count events',
    );
  const publicUrl = read('CASEBOOK_PUBLIC_URL', '', 'the address that browsers use, for example https://casebook.example.gov', (text) => {
    const origin = originOf(text);
    return origin === null ? undefined : { origin };
  });
  const trustedProxies = read(
    'CASEBOOK_TRUSTED_PROXIES',
    '',
    'IP addresses or networks with commas between, for example 10.0.0.0/8',
    networksOf,
  );
  const largestFile = read('CASEBOOK_EVIDENCE_MAX_MIB', '256', 'a whole number of MiB from 1 to 16384', whole(1, 16_384));

  for (const name of Object.keys(env))
    if (name.startsWith('CASEBOOK_') && !known.has(name))
      problems.push(`${name} is not a variable that Casebook knows; it takes ${[...known].join(', ')}`);
  if (problems.length > 0) throw new ConfigError(problems);

  return Object.freeze({
    host,
    port,
    data,
    events: events as StoreAddress,
    views,
    accounts,
    role,
    masterKeyFile,
    timeZone,
    logLevel,
    environment,
    bodyLimit,
    maxViewLag: Object.freeze(maxViewLag),
    publicOrigin: publicUrl.origin,
    trustedProxies: Object.freeze(trustedProxies),
    largestFile: largestFile * 1024 * 1024,
    demoAllowed: isLoopback(host) && environment !== 'production',
  });
}

/** The configuration of this process. Throws ConfigError. */
export const configOfProcess = (): Config => readConfig(process.env);

/** Casebook's variables of this process, for a program that it starts. */
export const environOfProcess = (): Environ => Object.fromEntries(Object.entries(process.env).filter(([name]) => known.has(name)));

/** The files with which a command of the command line opens EventStoreDB. */
export const esdbFilesOfProcess = (): EsdbFiles => ({
  credentialsFile: process.env.CASEBOOK_EVENTS_CREDENTIALS_FILE || undefined,
  caFile: process.env.CASEBOOK_EVENTS_CA_FILE || undefined,
});

/** The token that a command of the command line sends to a server; undefined where none is set. */
export const tokenOfProcess = (): string | undefined => process.env.CASEBOOK_TOKEN?.trim() || undefined;
