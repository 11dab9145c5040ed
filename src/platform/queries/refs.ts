import type { Caller } from '../access/access.js';
import { derivedId } from '../ground/ids.js';
import type { Reads } from './query-handler.js';

/** Things that people name by a short text, their ref, where a request takes an id. */
export interface RefKind {
  /** The fields of commands and queries that name such a thing. */
  readonly fields: readonly string[];
  readonly example: string;
  /** The ref that a text means; undefined where it means none. Never takes an id for a ref. */
  readonly parse: (text: string) => string | undefined;
  /** Id of the one thing that has the ref. It may be hidden from the caller. */
  readonly find: (ref: string, reads: Reads) => Promise<string | undefined>;
}

type Values = Record<string, unknown>;

/** Puts ids in the place of refs, before a request becomes a command or a query. */
export class Refs {
  constructor(
    readonly kinds: readonly RefKind[],
    private readonly reads: (caller: Caller) => Reads,
  ) {}

  /**
   * Changes the fields of the values that hold a ref; undefined where none does. Walls are judged
   * later, on the id. An unknown ref becomes an id that nothing has: it is answered as an unknown id
   * is. Rejects with view.*.
   */
  resolve(values: Values, caller: Caller): Promise<unknown> | undefined {
    const resolving = this.kinds.flatMap(({ fields, parse, find }) =>
      fields.flatMap((field) => {
        const value = values[field];
        const ref = typeof value === 'string' ? parse(value) : undefined;
        if (ref === undefined) return [];
        return find(ref, this.reads(caller)).then((id) => {
          values[field] = id ?? derivedId('nothing has this ref', ref);
        });
      }),
    );
    return resolving.length > 0 ? Promise.all(resolving) : undefined;
  }
}
