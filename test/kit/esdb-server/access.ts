import type { ServerLog } from './log.js';

export type Right = '$r' | '$w' | '$d' | '$mr' | '$mw';
export interface User {
  readonly password: string;
  readonly groups: readonly string[];
}

type Roles = string | readonly string[] | undefined;
interface Acl {
  readonly [right: string]: Roles;
}

/**
 * Logins and access control of streams: a stream's own list, else the default list, else that of a
 * fresh server.
 */
export class ServerAccess {
  readonly users = new Map<string, User>([['admin', { password: 'changeit', groups: ['$admins'] }]]);

  constructor(private readonly log: ServerLog) {}

  /** User of a call's `authorization` header; null if it is wrong, undefined if there is none. */
  userOf(authorization: string | undefined): string | null | undefined {
    if (authorization === undefined) return undefined;
    const [login = '', password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString('utf8')
      .split(':');
    return this.users.get(login)?.password === password ? login : null;
  }

  may(login: string, stream: string, right: Right): boolean {
    const roles = [login, ...(this.users.get(login)?.groups ?? [])];
    if (roles.includes('$admins') || login === 'admin') return true;
    const meta = stream.startsWith('$$');
    const of = meta ? stream.slice(2) : stream;
    const asked = meta ? (({ $r: '$mr', $w: '$mw' } as Record<string, Right>)[right] ?? right) : right;
    const listed = this.listed(of, asked);
    return listed.includes('$all') || listed.some((role) => roles.includes(role));
  }

  private listed(stream: string, right: Right): readonly string[] {
    const own = (this.log.last(`$$${stream}`) as { $acl?: Acl } | undefined)?.$acl?.[right];
    const settings = this.log.last('$settings') as { $userStreamAcl?: Acl; $systemStreamAcl?: Acl } | undefined;
    const system = stream.startsWith('$');
    const general = (system ? settings?.$systemStreamAcl : settings?.$userStreamAcl)?.[right];
    const fresh = system ? ['$admins'] : ['$all'];
    const roles: Roles = own ?? general ?? fresh;
    return typeof roles === 'string' ? [roles] : (roles ?? []);
  }
}
