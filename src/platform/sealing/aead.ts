import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Bytes that a box adds to its content. */
export const boxOverhead = nonceBytes + tagBytes;

// One call for 256 nonces: asking the kernel for each one costs as much as the encryption.
const nonces = Buffer.allocUnsafe(nonceBytes * 256);
let used = nonces.length;

function nonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  used += nonceBytes;
  return nonces.subarray(used - nonceBytes, used);
}

/**
 * AES-256-GCM under `key`, bound to `context`: nonce (12 bytes), ciphertext, tag (16 bytes). Text
 * is encoded as UTF-8. A nonce that is given (`fresh`) must never have been used under the key for
 * another content or context.
 */
export function box(key: KeyObject, content: string | Uint8Array, context: Uint8Array, fresh: Uint8Array = nonce()): Buffer {
  const cipher = createCipheriv(algorithm, key, fresh, { authTagLength: tagBytes });
  cipher.setAAD(context);
  const body = typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content);
  cipher.final();
  return Buffer.concat([fresh, body, cipher.getAuthTag()]);
}

/** The content of a box; undefined where key, context or box differs from those of its making. */
export function unbox(key: KeyObject, boxed: Uint8Array, context: Uint8Array): Buffer | undefined {
  if (boxed.length < boxOverhead) return undefined;
  const decipher = createDecipheriv(algorithm, key, boxed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(context);
  decipher.setAuthTag(boxed.subarray(-tagBytes));
  const content = decipher.update(boxed.subarray(nonceBytes, -tagBytes));
  try {
    decipher.final();
    return content;
  } catch {
    return undefined;
  }
}
