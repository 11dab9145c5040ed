import type { Position } from '../events/envelope.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { ColumnValue } from '../rows/columns.js';

const refuse = refuseFrom(platformRefusals.table);

/** The end of a page, and the moment that all pages of the list show. */
export interface Cursor {
  readonly position: Position;
  readonly order: ColumnValue;
  readonly key: string;
}

/** Opaque to clients. `list` names the list, so that no other list accepts the cursor. */
export const encodeCursor = (list: string, { position, order, key }: Cursor): string =>
  Buffer.from(JSON.stringify([list, position, order, key])).toString('base64url');

/** Refuses with paging.malformed a cursor that this list did not give. */
export function decodeCursor(list: string, text: string): Cursor {
  if (!/^[\w-]+$/.test(text)) return refuse('paging.malformed');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return refuse('paging.malformed');
  }
  if (!Array.isArray(parts) || parts.length !== 4 || parts[0] !== list) return refuse('paging.malformed');
  const [, position, order, key] = parts;
  const orderFits = typeof order === 'string' || typeof order === 'number' || typeof order === 'boolean';
  if (!Number.isSafeInteger(position) || position < 0 || !orderFits || typeof key !== 'string' || /\0/.test(`${order}${key}`))
    return refuse('paging.malformed');
  return { position, order, key };
}
