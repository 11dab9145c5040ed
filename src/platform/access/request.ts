import type { Caller } from './access.js';

/** What a command or query knows about the request that brought it. */
export interface Request {
  readonly caller: Caller;
  /** Ties together all that follows from one request. */
  readonly correlationId: string;
  /** UUID derived from the person and the Idempotency-Key; a random one where there was no key. */
  readonly commandId?: string;
  /** The event that caused it, where a process issued it. */
  readonly causationId?: string;
  /** Revision the client decided on, from If-Match. */
  readonly ifMatch?: number;
}

const request = Symbol('request');

/** Attaches the request to a message on its way through the bus; not enumerable, so never validated, hashed or logged. */
export function withRequest<M extends object>(message: M, given: Request): M {
  Object.defineProperty(message, request, { value: given, enumerable: false });
  return message;
}

export function requestOf(message: object): Request {
  const given = (message as { [request]?: Request })[request];
  if (!given) throw new TypeError(`${message.constructor.name} came without its request`);
  return given;
}
