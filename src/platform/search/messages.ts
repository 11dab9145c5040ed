import type { Position } from '../events/envelope.js';
import type { Place } from '../postgres/address.js';
import type { Hit } from './searchable.js';

/** What the search's thread is started with. */
export interface SearchThreadData {
  /** Of events.db. */
  readonly directory: string;
  /** Where accounts and keys are. */
  readonly accounts: Place;
  readonly masterKeyFile: string;
}

export type ToSearchThread =
  | { readonly kind: 'search'; readonly id: number; readonly words: readonly string[]; readonly upTo: Position; readonly limit: number }
  | { readonly kind: 'close' };

/** `behind` is how many events it still has to take in before it can answer. */
export type FromSearchThread = { readonly kind: 'found'; readonly id: number; readonly hits: readonly Hit[]; readonly behind: number };
