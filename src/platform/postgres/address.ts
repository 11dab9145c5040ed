/**
 * A PostgreSQL database. Credentials and certificates are files: an address holds no secret. It can
 * be passed to a worker thread.
 */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: boolean;
  /**
   * File with one line, `role:password`. It is read anew for each connection, so that a changed
   * password needs no restart.
   */
  readonly credentialsFile: string;
  /** PEM file of the certificate authority, where Node does not know it. */
  readonly caFile: string | undefined;
  /** Schema of all tables of Casebook; created where it is missing and the role has the right. */
  readonly schema: string;
}

/** Where rows are kept: in a directory of this machine, or on PostgreSQL. */
export type Place = { readonly directory: string } | PostgresAddress;

export interface PostgresFiles {
  readonly credentialsFile: string | undefined;
  readonly caFile?: string | undefined;
  readonly schema: string;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

export const isPostgres = (text: string): boolean => /^postgres(ql)?:/.test(text);

/**
 * Reads `postgres://host:port/database?tls=false`. Returns text that says what is wrong with the
 * address; the text never quotes a possible password. Without TLS, passwords and rows would cross
 * the network readable, so only this machine itself is allowed then.
 */
export function postgresAddress(text: string, { credentialsFile, caFile, schema }: PostgresFiles): PostgresAddress | string {
  const [, authority = '', database = '', query] = /^postgres(?:ql)?:\/\/([^/?]*)\/([^/?]*)(?:\?(.*))?$/.exec(text) ?? [];
  if (authority.includes('@')) return 'holds credentials, which belong into a file';
  const [, bracketed, plain, port = '5432'] =
    /^(?:\[([0-9a-f:]+)\]|([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?))(?::(\d{1,5}))?$/i.exec(authority) ?? [];
  const host = bracketed ?? plain;
  if (!host || Number(port) < 1 || Number(port) > 65_535 || !/^[A-Za-z0-9_-]{1,63}$/.test(database))
    return 'is not an address: postgres://host:5432/database';
  if (query !== undefined && query !== 'tls=true' && query !== 'tls=false') return 'takes no parameter but tls=true or tls=false';
  const tls = query !== 'tls=false';
  if (!tls && !loopback.test(host)) return 'may leave TLS out for a server on this machine only';
  if (credentialsFile === undefined) return 'needs a file with role:password';
  return { host, port: Number(port), database, tls, credentialsFile, caFile: tls ? caFile : undefined, schema };
}
