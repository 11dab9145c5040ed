import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';
import { plain, wordsOf as wordsIn } from '../ground/spellings.js';

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
  /**
   * What the text says of its stream, where a later text of the same stream takes its place: `name`
   * of a person who is renamed. Without it, every text stands.
   */
  readonly says?: (event: StoredEvent) => string;
}

/** The parts of an event that are searched in addition to, or instead of, all its sealed texts. */
export interface Searched<E extends AnyEventType> {
  readonly words?: (event: StoredEvent<string, DataOf<E>>) => readonly string[];
  readonly part?: (event: StoredEvent<string, DataOf<E>>) => unknown;
  readonly says?: (event: StoredEvent<string, DataOf<E>>) => string;
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

/** The words of a search, as they are written; of two that are typed alike, the first. */
export const wordsOf = (search: string): string[] =>
  [
    ...new Map(
      wordsIn(search.normalize('NFKC'))
        .map(({ text }) => [plain(text), text] as const)
        .reverse(),
    ).values(),
  ]
    .reverse()
    .slice(0, mostWords);
