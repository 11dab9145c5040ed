import type { Caller } from './access.js';

/** Knows whom a bearer token stands for. */
export abstract class Authenticator {
  /** The caller with the offices held today; undefined for a token that is unknown, expired or revoked, or whose person has left. */
  abstract authenticate(token: string): Promise<Caller | undefined>;
}
