import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';

/**
 * How one type of event is searched: by the sealed texts in its data, once opened, and by `words`.
 */
export interface Searchable {
  readonly event: AnyEventType;
  /** Names of the streams that a hit leads to, `case-<id>`. */
  readonly leadsTo: (event: StoredEvent) => readonly string[];
  /** Plain words in addition to the sealed texts. */
  readonly words?: (event: StoredEvent) => readonly string[];
  /** The part of the data whose sealed texts are searched; all of it unless given. */
  readonly part?: (event: StoredEvent) => unknown;
}

/** The parts of an event that are searched in addition to, or instead of, all its sealed texts. */
export interface Searched<E extends AnyEventType> {
  readonly words?: (event: StoredEvent<string, DataOf<E>>) => readonly string[];
  readonly part?: (event: StoredEvent<string, DataOf<E>>) => unknown;
}

/**
 * Makes an event searchable. Throws a TypeError for a restricted one: people who may search must
 * not read its text.
 */
export function searchable<E extends AnyEventType>(
  event: E,
  leadsTo: (event: StoredEvent<string, DataOf<E>>) => readonly string[],
  searched: Searched<E> = {},
): Searchable {
  if (event.privacy === 'restricted') throw new TypeError(`${event.type} is restricted, and cannot be searched`);
  return { event, leadsTo: leadsTo as never, ...(searched as object) };
}

/**
 * The result of a search in one stream: the event that fits best, with the words around the match.
 */
export interface Hit {
  /** `case-<id>` */
  readonly stream: string;
  readonly eventId: string;
  readonly position: number;
  /** Opened text, with the found words between « and ». */
  readonly excerpt: string;
}

/** Most words of a search that are used. */
export const mostWords = 8;

/** The words of a search in the index's form: letters and digits, split at all other characters. */
export const wordsOf = (search: string): string[] =>
  [
    ...new Set(
      search
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [],
    ),
  ].slice(0, mostWords);
