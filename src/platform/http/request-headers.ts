import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { newId, uuidOf } from '../ground/ids.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';

const refuse = refuseFrom(platformRefusals.table);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The client's X-Correlation-Id where it is a UUID, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-correlation-id'];
  return typeof given === 'string' && uuid.test(given) ? given.toLowerCase() : newId();
}

/**
 * The ETag of what the client decided on. Refuses with precondition.malformed text that is not one
 * strong ETag.
 */
export function ifMatchOf(header: string | undefined): string | undefined {
  if (header === undefined || /^"[\w-]{1,100}"$/.test(header)) return header;
  return refuse('precondition.malformed');
}

/**
 * The command's id: the same for the same person and Idempotency-Key, and impossible to guess
 * without the hash key. Refuses with idempotency.key-malformed.
 */
export function commandIdOf(header: string | undefined, person: string, hashKey: Buffer): string | undefined {
  if (header === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(header)) refuse('idempotency.key-malformed');
  return uuidOf(createHmac('sha256', hashKey).update(`${person}\n${header}`).digest());
}
