import type { Position } from '../events/envelope.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { ColumnValue } from '../rows/columns.js';
import type { Moments } from '../sealing/moments.js';

const refuse = refuseFrom(platformRefusals.table);

/** The end of a page, and the moment that all pages of the list show. */
export interface Cursor {
  readonly position: Position;
  readonly order: ColumnValue;
  readonly key: string;
}

/** The cursors of one person's lists: tokens, which no other person and no other list can use. */
export class Cursors {
  constructor(
    private readonly moments: Moments,
    private readonly person: string,
  ) {}

  encode(list: string, { position, order, key }: Cursor): string {
    // Of one length for every position, because a token is as long as its content.
    return this.moments.seal(`cursor of ${list}`, this.person, JSON.stringify([String(position).padStart(16, '0'), order, key]));
  }

  /** Refuses with paging.malformed a cursor that this list did not give to this person. */
  decode(list: string, text: string): Cursor {
    const content = this.moments.open(`cursor of ${list}`, this.person, text) ?? refuse('paging.malformed');
    const [position, order, key] = JSON.parse(content) as [string, ColumnValue, string];
    return { position: Number(position), order, key };
  }
}
