import type { Caller } from './access.js';

/** Finds the caller of a bearer token. */
export abstract class Authenticator {
  /** The caller with the offices held today; undefined for a token that is unknown, expired or revoked, or whose person has left. */
  abstract authenticate(token: string): Promise<Caller | undefined>;
}
