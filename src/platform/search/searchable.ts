import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';

/** What can be searched of one type of event: the sealed texts in its data, once opened, and `words`. */
export interface Searchable {
  readonly event: AnyEventType;
  /** Names of the streams that a hit leads to, `case-<id>`. */
  readonly leadsTo: (event: StoredEvent) => readonly string[];
  /** Plain words beside the sealed ones. */
  readonly words?: (event: StoredEvent) => readonly string[];
  /** The part of the data whose sealed texts are searched; all of it unless given. */
  readonly part?: (event: StoredEvent) => unknown;
}

/** What of an event is searched beside, or instead of, all its sealed texts. */
export interface Searched<E extends AnyEventType> {
  readonly words?: (event: StoredEvent<string, DataOf<E>>) => readonly string[];
  readonly part?: (event: StoredEvent<string, DataOf<E>>) => unknown;
}

/** Makes an event searchable. Throws a TypeError for a restricted one: its text is for other eyes than those who may search. */
export function searchable<E extends AnyEventType>(
  event: E,
  leadsTo: (event: StoredEvent<string, DataOf<E>>) => readonly string[],
  searched: Searched<E> = {},
): Searchable {
  if (event.privacy === 'restricted') throw new TypeError(`${event.type} is restricted, and cannot be searched`);
  return { event, leadsTo: leadsTo as never, ...(searched as object) };
}

/** What a search found in one stream: the event that fits best, with the words around it. */
export interface Hit {
  /** `case-<id>` */
  readonly stream: string;
  readonly eventId: string;
  readonly position: number;
  /** Opened text, the words found between « and ». */
  readonly excerpt: string;
}
