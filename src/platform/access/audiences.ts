import type { AnyEventType, StoredEvent } from '../events/event.js';
import { type AnyStream, ofStream, type Shown, type StateOf } from '../events/stream.js';
import type { Caller } from '../ground/caller.js';
import { isSealed } from '../sealing/sealed.js';
import { admit, type Grant } from './access.js';

/** The one audience of a stream that declares none: whoever its queries admit. */
const admittedReaders = 'admitted';

/** As whom the Auditor reads the log of all streams. */
export const readersOfLog: readonly string[] = ['auditor', admittedReaders];

/** The audiences to which a caller belongs in a stream, by today's state and offices. Empty: reads nothing of it. */
export const audiencesOf = <S extends AnyStream>(stream: S, state: StateOf<S>, caller: Caller): readonly string[] => {
  if (stream.hiddenFrom?.(state, caller.person)) return [];
  return stream.audiences ? stream.audiences.of(state, caller) : [admittedReaders];
};

/** The audiences whose grants let a caller in. */
export const admittedTo =
  <State, Audience extends string>(grants: { readonly [audience in Audience]?: readonly Grant<State>[] }) =>
  (state: State, caller: Caller): readonly Audience[] =>
    (Object.keys(grants) as Audience[]).filter((audience) => admit(grants[audience] ?? [], caller, state) !== undefined);

/** Who reads the fields of a type of event. A type that the stream does not declare is shown to nobody. */
export const shownOf = (stream: AnyStream, type: string): Shown<string> => {
  if (stream.audiences) return stream.audiences.shows[type] ?? { '*': [] };
  const declared: AnyEventType | undefined = stream.events[type];
  return { '*': declared && declared.privacy !== 'restricted' ? [admittedReaders] : [] };
};

/** The audiences that may know of such events: those that read at least one field, and those that only know. */
export const readersOf = (stream: AnyStream, type: string): readonly string[] => {
  const known = readersByType(stream);
  const found = known.get(type);
  if (found) return found;
  const readers = [...new Set(Object.values(shownOf(stream, type)).flatMap((audiences) => audiences ?? []))];
  known.set(type, readers);
  return readers;
};
const readersByType = ofStream(() => new Map<string, readonly string[]>());

/** The audiences that learn of an event when it happens, on the state before it. */
export const knownTo = <S extends AnyStream>(stream: S, event: StoredEvent, before: StateOf<S>): readonly string[] => {
  const readers = readersOf(stream, event.type);
  const untold = stream.audiences?.untold;
  return untold ? readers.filter((audience) => !untold(before, event, audience)) : readers;
};

/** Whether one of the audiences may know of such events. */
export const readsEvent = (stream: AnyStream, type: string, audiences: readonly string[]): boolean =>
  readersOf(stream, type).some((audience) => audiences.includes(audience));

/** Whether one of the audiences reads a field of such events, beyond knowing of them. */
export const readsAny = (stream: AnyStream, type: string, audiences: readonly string[]): boolean =>
  Object.entries(shownOf(stream, type)).some(([part, readers]) => part !== 'knows' && readers?.some((one) => audiences.includes(one)));

/** Whether one of the audiences reads a field of such events: its sealed texts, or its other values. */
export const readsField = (
  stream: AnyStream,
  type: string,
  field: string,
  audiences: readonly string[],
  part: 'sealed' | 'plain' = 'sealed',
): boolean => {
  const shown = shownOf(stream, type);
  const readers = shown[field] ?? (part === 'sealed' ? shown.prose : undefined) ?? shown['*'];
  return readers.some((audience) => audiences.includes(audience));
};

/** An event's data as the audiences read it; `instead` stands for each value that they may not read. */
export const dataFor = (
  stream: AnyStream,
  { type, data }: Pick<StoredEvent, 'type' | 'data'>,
  audiences: readonly string[],
  instead: unknown = null,
): object => {
  const shown = (value: unknown, field: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => shown(item, field));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner, field)]));
    return readsField(stream, type, field, audiences, isSealed(value) ? 'sealed' : 'plain') ? value : instead;
  };
  return Object.fromEntries(Object.entries(data as object).map(([field, value]) => [field, shown(value, field)]));
};
