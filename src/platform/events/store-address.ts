/** A log on EventStoreDB. Credentials and certificates are files: an address holds no secret. */
export interface EsdbAddress {
  /** The address in the form shown to people, for example `esdb://10.0.0.5:2113`. */
  readonly url: string;
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Prefix of Casebook's streams on the server. Casebook ignores all other streams there. */
  readonly prefix: string;
  /** True where the one host is the DNS name of a whole cluster. */
  readonly discover: boolean;
  readonly tls: boolean;
  /**
   * File with one line, `login:password`; undefined for a server without TLS, which takes no
   * credentials.
   */
  readonly credentialsFile: string | undefined;
  /** PEM file of the certificate authority, where Node does not know it. */
  readonly caFile: string | undefined;
}

/**
 * Where a log is: in a directory of this machine, or on EventStoreDB. It can be passed to a worker
 * thread.
 */
export type StoreAddress = { readonly directory: string } | EsdbAddress;

export interface EsdbFiles {
  readonly credentialsFile?: string | undefined;
  readonly caFile?: string | undefined;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const hostShape = /^(\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?$/i;

export const isEsdb = (text: string): boolean => /^esdb(\+discover)?:/.test(text);

/**
 * Reads `esdb://host:port,host:port?tls=false` or `esdb+discover://name:port`. Returns text that
 * says what is wrong with the address; the text never quotes a possible password. Without TLS the
 * client sends no credentials, so only this machine itself is allowed then.
 */
export function esdbAddress(text: string, { credentialsFile, caFile }: EsdbFiles): EsdbAddress | string {
  const [, scheme, authority = '', query] = /^(esdb(?:\+discover)?):\/\/([^/?]*)\/?(?:\?(.*))?$/.exec(text) ?? [];
  if (!scheme) return 'is not an address: esdb://host:2113, esdb://host1:2113,host2:2113 or esdb+discover://name:2113';
  if (authority.includes('@')) return 'holds credentials, which belong into CASEBOOK_EVENTS_CREDENTIALS_FILE';
  if (query !== undefined && query !== 'tls=true' && query !== 'tls=false') return 'takes no parameter but tls=true or tls=false';
  const hosts = authority.split(',').map((host) => {
    const [, address, port = '2113'] = hostShape.exec(host) ?? [];
    return address && Number(port) >= 1 && Number(port) <= 65_535 ? { address, port: Number(port) } : undefined;
  });
  if (!hosts.every((host) => host !== undefined)) return 'names a host that is none; a host is a name or an IP address with a port';
  const discover = scheme === 'esdb+discover';
  if (discover && hosts.length > 1) return 'takes one name after esdb+discover://';
  const tls = query !== 'tls=false';
  if (!tls && !hosts.every(({ address }) => loopback.test(address))) return 'may leave TLS out for a server on this machine only';
  if (tls && credentialsFile === undefined) return 'needs CASEBOOK_EVENTS_CREDENTIALS_FILE, a file with login:password';
  return {
    url: `${scheme}://${hosts.map(({ address, port }) => `${address}:${port}`).join(',')}${tls ? '' : '?tls=false'}`,
    hosts,
    prefix: 'casebook-',
    discover,
    tls,
    credentialsFile: tls ? credentialsFile : undefined,
    caFile: tls ? caFile : undefined,
  };
}
