import type { StoredEvent } from '../events/event.js';

/** How a fold finds its rows and changes them, by the types of events. */
export interface Rules {
  // biome-ignore lint/suspicious/noExplicitAny: each fold knows its own rows and events
  readonly fold: Readonly<Record<string, (row: any, event: any, key: string) => object | null>>;
  /** The keys of the rows that an event touches; the id of the event's stream unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: each fold knows its own events
  readonly keys?: Readonly<Record<string, ((event: any) => readonly string[]) | undefined>>;
}

/** The events of a stream before a revision, decoded. */
export type History = (stream: string, revision: number) => Promise<readonly StoredEvent[]>;

/** The rules of a fold that follows the states of streams: made for one run, because they remember. */
export interface Following extends Rules {
  /** Called with each batch, in the order of the log, before its events are folded. */
  before(events: readonly StoredEvent[]): Promise<void>;
}
