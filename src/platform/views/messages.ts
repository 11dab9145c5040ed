import type { Position } from '../events/envelope.js';
import type { StoreAddress } from '../events/store-address.js';
import type { Place } from '../postgres/address.js';
import type { ViewState } from '../rows/tables.js';

export interface ViewProgress {
  readonly state: ViewState;
  /** Every event up to here is in the rows. */
  readonly position: Position;
  /** The log's last position at the time of this message. */
  readonly head: Position;
  /** Why the view stopped. */
  readonly message?: string;
}

/** By table. */
export type Progress = Readonly<Record<string, ViewProgress>>;

/** Start data of the views' thread. */
export interface ViewThreadData {
  readonly events: StoreAddress;
  /** Where the rows are. */
  readonly rows: Place;
  /** One Int32: 1 while the thread has been woken and has not looked at the log since. */
  readonly woken: SharedArrayBuffer;
  /** Milliseconds after which it looks at the log unasked. */
  readonly poll: number;
}

/** `begin` comes first, once the log can be read. */
export type ToViewThread = 'begin' | 'wake' | 'close';

export type FromViewThread =
  | { readonly kind: 'ready'; readonly progress: Progress }
  | { readonly kind: 'advanced'; readonly progress: Progress; readonly changed: readonly string[] }
  /** The tables that the thread runs from now on, where processes share them. */
  | { readonly kind: 'held'; readonly tables: readonly string[] }
  /** A message for the operator. */
  | { readonly kind: 'told'; readonly message: string }
  /** A step failed and is tried again. */
  | { readonly kind: 'trouble'; readonly message: string }
  /** The thread has ended and is not started again. */
  | { readonly kind: 'ended'; readonly message: string };
