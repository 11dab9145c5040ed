import type { AnyEventType, StoredEvent } from '../events/event.js';
import { type AnyStream, evolve, ofStream, type StateOf } from '../events/stream.js';
import type { FoldedState, KnownTo } from '../events/streams.js';
import type { Caller } from '../ground/caller.js';
import { audiencesOf, knownTo } from './audiences.js';

/** A state of a stream as some audiences see it: the number of its events of which they may know. */
export interface Edition {
  readonly audiences: readonly string[];
  readonly count: number;
}

/** Whether some reader of the stream may not know of all its events. */
const hasSecrets = ofStream(
  (stream) => stream.audiences !== undefined || Object.values<AnyEventType>(stream.events).some(({ privacy }) => privacy === 'restricted'),
);

/** Counts an event by its readers; `before` is the state before it. Nothing is counted where all readers know everything. */
export const countReaders = (stream: AnyStream, known: KnownTo, event: StoredEvent, before: unknown): KnownTo => {
  if (!hasSecrets(stream)) return known;
  const readers = knownTo(stream, event, before).join();
  return { ...known, [readers]: (known[readers] ?? 0) + 1 };
};

const includesOne = (readers: readonly string[], audiences: readonly string[]): boolean => readers.some((one) => audiences.includes(one));

/** What the caller's audiences of today, judged on `today`, may know of a stream as it was folded. */
export function editionFor<S extends AnyStream>(
  stream: S,
  { revision, known }: Pick<FoldedState, 'revision' | 'known'>,
  caller: Caller,
  today: StateOf<S>,
): Edition {
  const audiences = [...audiencesOf(stream, today, caller)].sort();
  if (!hasSecrets(stream)) return { audiences, count: audiences.length > 0 ? revision + 1 : 0 };
  let count = 0;
  for (const [readers, events] of Object.entries(known)) if (includesOne(readers.split(','), audiences)) count += events;
  return { audiences, count };
}

/** The events of a stream, from its first one, of which the audiences may know. */
export function eventsKnownTo(stream: AnyStream, events: Iterable<StoredEvent>, audiences: readonly string[]): StoredEvent[] {
  const found: StoredEvent[] = [];
  let state: unknown = stream.initial;
  for (const event of events) {
    if (includesOne(knownTo(stream, event, state as never), audiences)) found.push(event);
    state = evolve(stream, state as never, event);
  }
  return found;
}
