import type { Caller } from '../access/access.js';
import type { ShownMoment } from '../queries/names.js';
import type { Declared } from './declared.js';

/** The part of Fastify's request that Casebook uses. */
export interface HttpRequest {
  /** The correlation id. */
  readonly id: string;
  readonly method: string;
  readonly url: string;
  /** No route has this address. */
  readonly is404: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly routeOptions: { readonly url?: string | undefined; readonly config?: { readonly declared?: Declared } };
  /** Set before the handler runs, on every route that is not public. */
  caller?: Caller;
  /** The token that the caller sent. */
  token?: string;
  /** Set by the query that answers. */
  shown?: ShownMoment;
}

/** The part of Fastify's reply that Casebook uses. */
export interface HttpReply {
  readonly sent: boolean;
  readonly statusCode: number;
  readonly elapsedTime: number;
  code(status: number): HttpReply;
  header(name: string, value: string | number): HttpReply;
  /** What was set under this name; undefined where nothing was. */
  getHeader(name: string): string | number | readonly string[] | undefined;
  headers(values: Readonly<Record<string, string | number>>): HttpReply;
  send(payload: unknown): unknown;
}

/** A header that was sent; undefined where it is missing. */
export const header = (request: Pick<HttpRequest, 'headers'>, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};
