import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Position } from '../events/envelope.js';
import { box, unbox } from './aead.js';

/** What an answer showed: a position of the log, and the time at which it stood there (ISO 8601). */
export interface Moment {
  readonly position: Position;
  readonly time: string;
}

/** As long as every position and every time, so that a token's length tells nothing. */
const digits = 16;
const fixed = (number: number): string => String(number).padStart(digits, '0');

/**
 * Opaque tokens, each for one person and one use: encrypted and authenticated, with a nonce that is
 * never the same. A position is a count of everything that happened, hidden things included, so
 * that nobody but the Auditor is given one. Two tokens of one position differ.
 */
export class Moments {
  readonly #key: KeyObject;

  /** `nonces` gives 12 bytes that were never given before; random bytes unless given. */
  constructor(
    key: Uint8Array | KeyObject,
    private readonly nonces?: () => Uint8Array,
  ) {
    this.#key = key instanceof Uint8Array ? createSecretKey(key) : key;
  }

  tokenOf({ position, time }: Moment, person: string): string {
    return this.seal('moment', person, `${fixed(position)}${fixed(Date.parse(time))}`);
  }

  /** Undefined for a token that was not made here for this person. */
  momentOf(token: string, person: string): Moment | undefined {
    const content = this.open('moment', person, token);
    if (content === undefined) return undefined;
    return { position: Number(content.slice(0, digits)), time: new Date(Number(content.slice(digits))).toISOString() };
  }

  /** Any content for one person and one use; the token is as long as the content. */
  seal(use: string, person: string, content: string): string {
    return box(this.#key, content, contextOf(use, person), this.nonces?.()).toString('base64url');
  }

  /** Undefined for a token that was not made here for this use and this person. */
  open(use: string, person: string, token: string): string | undefined {
    const boxed = Buffer.from(token, 'base64url');
    // Decoding ignores what is no base64url.
    if (boxed.toString('base64url') !== token) return undefined;
    return unbox(this.#key, boxed, contextOf(use, person))?.toString('utf8');
  }
}

const contextOf = (use: string, person: string): Buffer => Buffer.from(JSON.stringify([use, person]));
