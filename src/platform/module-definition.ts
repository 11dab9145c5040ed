import type { Provider, Type } from '@nestjs/common';
import type { Callers } from './access/callers.js';
import type { AnyParties } from './access/parties.js';
import type { AnyCommandHandler } from './commands/command-handler.js';
import { streamParts } from './events/envelope.js';
import type { AnyEventType, StoredEvent } from './events/event.js';
import type { AnyStream } from './events/stream.js';
import type { Streams } from './events/streams.js';
import type { LogFollower } from './followers/follower.js';
import type { Clock, Day } from './ground/clock.js';
import type { Process } from './processes/process.js';
import type { Naming } from './queries/names.js';
import type { AnyQueryHandler } from './queries/query-handler.js';
import type { RefKind } from './queries/refs.js';
import type { KeyedFold } from './rows/keyed-fold.js';
import type { AnyView } from './rows/view.js';
import type { Searchable } from './search/searchable.js';
import type { AnyTaskSource } from './tasks/task.js';
import { taskView } from './tasks/task-view.js';

/** The Nest controllers of a module, and providers of their own. */
export interface Routes {
  readonly controllers: readonly Type[];
  readonly providers?: readonly Type[];
}

/** A row of a wall: `stream` (`kind-id`) is hidden from the person. */
export type WallRow = { readonly person: string; readonly stream: string };
/** A view whose fold gives such rows. */
export type Wall = Pick<AnyView, 'table'> & { readonly fold: Readonly<Record<string, (...given: never[]) => WallRow | null>> };

/** What puts a clause's fulfilment on record, and what monitors it. */
export interface CarriedOut {
  readonly records?: readonly AnyEventType[];
  readonly monitors?: readonly (AnyQueryHandler | Process)[];
}

/**
 * What a module contributes. Everything that the application, the views' thread, the audit and the
 * generators know of the module follows from it.
 */
export interface ModuleDefinition {
  readonly name: string;
  readonly streams: readonly AnyStream[];
  readonly commandHandlers: readonly AnyCommandHandler[];
  readonly queryHandlers: readonly AnyQueryHandler[];
  readonly views: readonly AnyView[];
  /** Its processes and effects. */
  readonly processes: readonly Process[];
  /** Imported by nodes that answer requests, so that no other thread loads the controllers. */
  readonly routes?: () => Promise<Routes>;
  /**
   * What its effects and followers need of the outside world, such as the client of a mail server.
   * Imported by nodes alone, so that a definition loads no client.
   */
  readonly services?: () => Promise<{ readonly services: readonly Provider[] }>;
  /** How the standing to a stream is learned, for streams that have parties. */
  readonly parties?: readonly AnyParties[];
  /** How an answer names people and departments whose ids it holds. */
  readonly namings?: readonly Naming[];
  /** Things that requests may name by a ref. */
  readonly refs?: readonly RefKind[];
  /** The events that a search finds. */
  readonly searchables?: readonly Searchable[];
  /** The steps that people owe, by the states of streams. */
  readonly tasks?: readonly AnyTaskSource[];
  /** What takes every event of the log. */
  readonly followers?: readonly LogFollower[];
  /** Those of its views that say which streams are hidden from whom. */
  readonly walls?: readonly Wall[];
  /** Streams of which each holds the file that has the stream's id. */
  readonly files?: readonly AnyStream[];
  /** By the kind of what a query showed: the command that records the caller's look at it. */
  readonly accessLog?: Readonly<Record<string, (id: string) => object>>;
  /** Names of the streams, besides its own, that an event of the module's streams is about. */
  readonly about?: (event: Pick<StoredEvent, 'stream' | 'data'>) => readonly string[];
  /** Queries that an auditor asks to learn what an office could see of a case. */
  readonly sights?: readonly AnyQueryHandler[];
  /** How it carries out clauses of the policy, by their ids. */
  readonly clauses?: Readonly<Record<string, CarriedOut>>;
  /** Who a caller is today. One module says so. */
  readonly callers?: (streams: Streams, clock: Clock, timeZone: string) => Callers;
  /** Name of the policy version in force on a day; null for none. One module says so. */
  readonly policyVersionOn?: (streams: Streams, day: Day) => Promise<string | null>;
}

type Lists = {
  [K in keyof ModuleDefinition]-?: NonNullable<ModuleDefinition[K]> extends readonly (infer Item)[] ? Item : never;
};

/** All that the modules declare in one of their lists. */
export const declared = <K extends keyof ModuleDefinition>(definitions: readonly ModuleDefinition[], list: K): readonly Lists[K][] =>
  definitions.flatMap((definition) => (definition[list] ?? []) as readonly Lists[K][]);

/** The names of the streams, besides its own, that an event is about. */
export function aboutOf(definitions: readonly ModuleDefinition[]): NonNullable<ModuleDefinition['about']> {
  const byKind = new Map(definitions.flatMap(({ streams, about }) => (about ? streams.map(({ name }) => [name, about] as const) : [])));
  return (event) => byKind.get(streamParts(event.stream).kind)?.(event) ?? [];
}

/** What one module answers for all. Throws a TypeError unless exactly one does. */
export function answered<K extends 'callers' | 'policyVersionOn'>(
  definitions: readonly ModuleDefinition[],
  question: K,
): NonNullable<ModuleDefinition[K]> {
  const [answer, ...others] = definitions.flatMap((definition) => definition[question] ?? []);
  if (!answer || others.length > 0) throw new TypeError(`one module must say ${question}, not ${answer ? others.length + 1 : 0}`);
  return answer as NonNullable<ModuleDefinition[K]>;
}

/** Each event that some stream may hold, once. */
export const eventTypesOf = (definitions: readonly ModuleDefinition[]): readonly AnyEventType[] => [
  ...new Set(declared(definitions, 'streams').flatMap((stream) => Object.values(stream.events) as AnyEventType[])),
];

/** The stream that declares an event's type. */
export function streamOfType(definitions: readonly ModuleDefinition[]): (event: { readonly type: string }) => AnyStream | undefined {
  const byType = new Map(
    declared(definitions, 'streams').flatMap((stream) => Object.keys(stream.events).map((type) => [type, stream] as const)),
  );
  return ({ type }) => byType.get(type);
}

/** All that the views' thread keeps: the views of the modules, the steps that people owe, and the due work of processes. */
export const foldsOf = (definitions: readonly ModuleDefinition[]): readonly KeyedFold[] => [
  ...declared(definitions, 'views'),
  taskView(declared(definitions, 'tasks')),
  ...declared(definitions, 'processes').map(({ due }) => due),
];
