import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';

/** What can be searched of one type of event: the sealed texts in its data, once opened, and `words`. */
export interface Searchable {
  readonly event: AnyEventType;
  /** Names of the streams that a hit leads to, `case-<id>`. */
  readonly leadsTo: (event: StoredEvent) => readonly string[];
  /** Plain words beside the sealed ones. */
  readonly words?: (event: StoredEvent) => readonly string[];
}

/** Makes an event searchable. Throws a TypeError for a restricted one: its text is for other eyes than those who may search. */
export function searchable<E extends AnyEventType>(
  event: E,
  leadsTo: (event: StoredEvent<string, DataOf<E>>) => readonly string[],
  words?: (event: StoredEvent<string, DataOf<E>>) => readonly string[],
): Searchable {
  if (event.privacy === 'restricted') throw new TypeError(`${event.type} is restricted, and cannot be searched`);
  return { event, leadsTo: leadsTo as never, ...(words && { words: words as never }) };
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
