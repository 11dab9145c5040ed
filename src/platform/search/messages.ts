import type { Position } from '../events/envelope.js';
import type { StoreAddress } from '../events/store-address.js';
import type { Place } from '../postgres/address.js';
import type { Standing } from './search-index.js';
import type { Hit } from './searchable.js';

/** Start data of the search's thread. */
export interface SearchThreadData {
  readonly events: StoreAddress;
  /** Where accounts and keys are. */
  readonly accounts: Place;
  readonly masterKeyFile: string;
}

/** What is looked for, in which texts. */
export interface Search {
  readonly words: readonly string[];
  readonly upTo: Position;
  readonly limit: number;
  readonly which: Standing;
}

export type ToSearchThread = ({ readonly kind: 'search'; readonly id: number } & Search) | { readonly kind: 'close' };

/** `behind` is the number of positions that the thread still has to read before it can answer. */
export type FromSearchThread = { readonly kind: 'found'; readonly id: number; readonly hits: readonly Hit[]; readonly behind: number };
