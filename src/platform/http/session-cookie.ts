import { parseCookie, stringifySetCookie } from 'cookie';
import { type HttpRequest, header } from './message.js';

type Asked = Pick<HttpRequest, 'headers' | 'method'>;

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The cookie that keeps a browser signed in, out of reach of scripts, and the checks whether
 * another site misuses it.
 */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes;

  /**
   * `origin` is the origin under which browsers reach the server; undefined where they reach it
   * directly, without TLS.
   */
  constructor(private readonly origin: string | undefined) {
    const secure = origin?.startsWith('https:') === true;
    // Because of this prefix no other host of the domain can set the cookie.
    this.#name = secure ? '__Host-casebook' : 'casebook';
    this.#attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  }

  /** Set-Cookie for a session's token that is valid until `expiresAt` (ISO 8601). */
  begun(token: string, expiresAt: string): string {
    return stringifySetCookie({ name: this.#name, value: token, expires: new Date(expiresAt), ...this.#attributes });
  }

  /** Set-Cookie that makes a browser forget the cookie. */
  ended(): string {
    return stringifySetCookie({ name: this.#name, value: '', maxAge: 0, ...this.#attributes });
  }

  /** The token that the browser sent; undefined where it sent none. */
  in(request: Asked): string | undefined {
    return parseCookie(header(request, 'cookie') ?? '')[this.#name] || undefined;
  }

  /**
   * Whether another site may have made the browser send this. A request that changes something must
   * prove that none did.
   */
  isForged(request: Asked): boolean {
    return !harmless.has(request.method) && this.#sender(request) !== 'own page';
  }

  /** Whether another site tries to sign its visitor in here, under a login of its choice. */
  isForgedSignIn(request: Asked): boolean {
    return this.#sender(request) === 'other site';
  }

  /**
   * Current browsers state whose page sent a request; older ones name its origin; programs do
   * neither.
   */
  #sender(request: Asked): 'own page' | 'other site' | 'unknown' {
    const site = header(request, 'sec-fetch-site');
    if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own page' : 'other site';
    const from = header(request, 'origin');
    if (from === undefined) return 'unknown';
    return from === (this.origin ?? `http://${header(request, 'host')}`) ? 'own page' : 'other site';
  }
}
