import { createHmac, hash } from 'node:crypto';

/** SHA-256 works on blocks of 64 bytes. */
const block = 64;
const digest = 32;
/** Bytes of a text that takes the fast way. */
const short = 4096;

/**
 * HMAC-SHA-256 of a text under a key of at most 64 bytes, as base64url. For short texts two one-shot
 * hashes give the same bytes in half the time of node:crypto's HMAC object: every command takes one.
 */
export function keyedHash(key: Buffer): (text: string) => string {
  if (key.length > block) throw new TypeError('the key of a keyed hash has at most 64 bytes');
  const padded = (byte: number) => Buffer.alloc(block, byte).map((pad, i) => pad ^ (key[i] ?? 0));
  const inner = Buffer.concat([padded(0x36), Buffer.alloc(short)]);
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(digest)]);
  return (text) => {
    // a UTF-16 unit takes three bytes at most
    if (3 * text.length > short) return createHmac('sha256', key).update(text).digest('base64url');
    outer.write(hash('sha256', inner.subarray(0, block + inner.write(text, block)), 'hex'), block, 'hex');
    return hash('sha256', outer, 'base64url');
  };
}
