import { createHmac, type KeyObject } from 'node:crypto';
import { box, unbox } from './aead.js';

/**
 * The ETags of editions, that is of numbers of events. Encrypted, because a number would tell how
 * much happened; deterministic, because equal editions must have equal ETags: the nonce is a keyed
 * hash of what is encrypted, so that no nonce serves two contents.
 */
export class Etags {
  constructor(
    private readonly key: KeyObject,
    private readonly nonceKey: KeyObject,
  ) {}

  /** A strong entity tag with its quotes. `stream` is `kind-id`. */
  of(stream: string, { audiences, count }: { readonly audiences: readonly string[]; readonly count: number }): string {
    const context = contextOf(stream, audiences);
    const content = Buffer.alloc(8);
    content.writeDoubleBE(count);
    const nonce = createHmac('sha256', this.nonceKey).update(context).update(content).digest().subarray(0, 12);
    return `"${box(this.key, content, context, nonce).toString('base64url')}"`;
  }

  /** The number in an ETag; undefined for one that was not made here of this stream for these audiences. */
  open(etag: string, stream: string, audiences: readonly string[]): number | undefined {
    return unbox(this.key, Buffer.from(etag.slice(1, -1), 'base64url'), contextOf(stream, audiences))?.readDoubleBE();
  }
}

const contextOf = (stream: string, audiences: readonly string[]): Buffer => Buffer.from(JSON.stringify([stream, ...audiences]));
