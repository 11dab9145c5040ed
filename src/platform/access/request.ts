import type { Position } from '../events/envelope.js';
import type { Caller } from './access.js';

/** The request that brought a command or query. */
export interface Request {
  readonly caller: Caller;
  /** Joins everything that follows from one request. */
  readonly correlationId: string;
  /** UUID derived from the person and the Idempotency-Key; random where there was no key. */
  readonly commandId?: string;
  /** Id of the event that caused the command, where a process gave it. */
  readonly causationId?: string;
  /** ETag of what the client decided on, from If-Match. */
  readonly ifMatch?: string;
  /** Takes the headers of a query's answer, by name in lower case, before the answer is given. */
  readonly headers?: (headers: Readonly<Record<string, string>>) => void;
  /** Takes the position that a query's answer shows, before the answer is given. `past`: the request named a past moment. */
  readonly shown?: (moment: { readonly position: Position; readonly past: boolean }) => void;
}

const request = Symbol('request');

/**
 * Attaches the request to a message for its way through the bus. The property is not enumerable, so
 * it is never validated, hashed or logged.
 */
export function withRequest<M extends object>(message: M, given: Request): M {
  Object.defineProperty(message, request, { value: given, enumerable: false });
  return message;
}

export function requestOf(message: object): Request {
  const given = (message as { [request]?: Request })[request];
  if (!given) throw new TypeError(`${message.constructor.name} came without its request`);
  return given;
}
