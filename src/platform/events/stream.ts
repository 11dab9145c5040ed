import type { Caller } from '../ground/caller.js';
import type { AnyEventType, DataOf, NewEvent, StoredEvent } from './event.js';

export type Events = Record<string, AnyEventType>;
export type Evolve<State, E extends Events> = {
  readonly [Type in keyof E & string]: (state: State, event: StoredEvent<Type, DataOf<E[Type]>>) => State;
};

/**
 * Who may read an event, field by field. `*` holds for all fields without an entry of their own, `prose`
 * for the sealed texts among those; without it `*` holds for them too. Whoever reads a field knows
 * of the event: its type, office and time. `knows` names audiences that know of it and read nothing.
 */
export type Shown<Audience extends string, Field extends string = string> = {
  readonly [part in Field | '*' | 'prose' | 'knows']?: readonly Audience[];
} & { readonly '*': readonly Audience[] };

/** Who reads which field of each event. An event or an audience that it does not name does not compile. */
export type Shows<E extends Events, Audience extends string = string> = {
  readonly [Type in keyof E & string]: Shown<Audience, keyof DataOf<E[Type]> & string>;
};

/** Who reads the events of a stream. */
export interface Audiences<State, E extends Events, Audience extends string = string> {
  /** The audiences to which a caller belongs, by today's state and offices. Recusal is not judged here. */
  readonly of: (state: State, caller: Caller) => readonly Audience[];
  readonly shows: Shows<E, Audience>;
  /**
   * Whether an event is kept from an audience that reads such events otherwise, on the state before the
   * event. Once due process discloses it, a later event is what the audience learns.
   */
  readonly untold?: (before: State, event: StoredEvent, audience: Audience) => boolean;
}

/**
 * A kind of stream: the events it may hold, and how its state follows from them. A missing event
 * does not compile.
 */
export interface Stream<State, E extends Events> {
  /** One word, no hyphen: the stream of case 6f1c… is `case-6f1c…`. */
  readonly name: string;
  /** Has `status: 'absent'`. */
  readonly initial: State;
  readonly events: E;
  readonly evolve: Evolve<State, E>;
  /**
   * Whether the stream is hidden from a person: to them it answers exactly as if it did not exist.
   * Judged on today's state.
   */
  readonly hiddenFrom?: (state: State, person: string) => boolean;
  /**
   * Who reads which field of its events. Without it, everyone whom a query of the stream admits reads
   * everything that is not restricted; a stream with personnel or restricted events declares it.
   */
  readonly audiences?: Audiences<State, E>;
}

// biome-ignore lint/suspicious/noExplicitAny: the widest stream
export type AnyStream = Stream<any, any>;
export type StateOf<S> = S extends Stream<infer State, infer _> ? State : never;
/** The state once the stream exists. */
export type PresentState<S> = Exclude<StateOf<S>, { status: 'absent' }>;
export type EventsOf<S> =
  S extends Stream<infer _, infer E> ? { [Type in keyof E & string]: NewEvent<Type, DataOf<E[Type]>> }[keyof E & string] : never;

/** An event that no code of this stream understands. */
export class UnknownEvent extends Error {
  constructor(event: { type: string; id: string; stream: string; revision: number }) {
    super(`no code understands ${event.type} (event ${event.id}, ${event.stream} revision ${event.revision})`);
  }
}

/** One step of the fold. */
export function evolve<S extends AnyStream>(stream: S, state: StateOf<S>, event: StoredEvent): StateOf<S> {
  const step = stream.evolve[event.type];
  if (!step) throw new UnknownEvent(event);
  return step(state, event as never);
}

export function fold<S extends AnyStream>(stream: S, events: Iterable<StoredEvent>): StateOf<S> {
  let state: StateOf<S> = stream.initial;
  for (const event of events) state = evolve(stream, state, event);
  return state;
}

/** Works something out once for each stream: its declaration never changes. */
export function ofStream<Value>(work: (stream: AnyStream) => Value): (stream: AnyStream) => Value {
  const known = new WeakMap<AnyStream, Value>();
  return (stream) => {
    const found = known.get(stream);
    if (found !== undefined) return found;
    const value = work(stream);
    known.set(stream, value);
    return value;
  };
}
