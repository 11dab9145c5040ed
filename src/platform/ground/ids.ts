import { hash, randomUUID } from 'node:crypto';

/** Of at least 32 hexadecimal digits; version and variant take the place of six bits. */
const toUuid = (hex: string, version: number): string => {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The namespace under which Casebook derives its ids. */
const namespace = Buffer.from('6a1f0f5e3c7b4d0f9d5a0c7e51b2a9d4', 'hex');
/**
 * The namespace, with room for a name behind it, allocated once: every event of every command takes
 * an id from here.
 */
const named = Buffer.alloc(namespace.length + 3 * 1024);
namespace.copy(named);

/** SHA-1 of the namespace and the name, in hexadecimal. */
function hashed(name: string): string {
  // a UTF-16 unit takes three bytes at most
  if (3 * name.length > named.length - namespace.length) return hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex');
  return hash('sha1', named.subarray(0, namespace.length + named.write(name, namespace.length)), 'hex');
}

/** A UUIDv5 (RFC 9562) of the parts: the same parts always give the same id. */
export const derivedId = (...parts: readonly string[]): string => toUuid(hashed(JSON.stringify(parts)), 5);

/** A random UUIDv4. */
export const newId = (): string => randomUUID();

/** A UUIDv8 (RFC 9562) of 16 bytes that were computed elsewhere, for example a keyed hash. */
export const uuidOf = (hash: Buffer): string => toUuid(hash.toString('hex'), 8);
