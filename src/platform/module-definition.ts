import type { AnyCommandHandler } from './commands/command-handler.js';
import type { AnyEventType } from './events/event.js';
import type { AnyStream } from './events/stream.js';
import type { LogFollower } from './followers/follower.js';
import type { Process } from './processes/process.js';
import type { AnyQueryHandler } from './queries/query-handler.js';
import type { AnyView } from './rows/view.js';
import type { Searchable } from './search/searchable.js';

/**
 * What a module contributes, in plain lists that the application, the views' thread and the
 * generators all import.
 */
export interface ModuleDefinition {
  readonly name: string;
  readonly streams: readonly AnyStream[];
  readonly commandHandlers: readonly AnyCommandHandler[];
  readonly queryHandlers: readonly AnyQueryHandler[];
  readonly views: readonly AnyView[];
  readonly processes: readonly Process[];
  /** The events that a search finds; none unless given. */
  readonly searchables?: readonly Searchable[];
  /** What takes every event of the log; none unless given. */
  readonly followers?: readonly LogFollower[];
}

/** Each event that some stream may hold, once. */
export const eventTypesOf = (definitions: readonly ModuleDefinition[]): readonly AnyEventType[] => [
  ...new Set(definitions.flatMap(({ streams }) => streams.flatMap((stream) => Object.values(stream.events) as AnyEventType[]))),
];

/** The views of the modules and those of their processes. */
export const viewsOf = (definitions: readonly ModuleDefinition[]): readonly AnyView[] => [
  ...definitions.flatMap(({ views }) => views),
  ...definitions.flatMap(({ processes }) => processes.map(({ view }) => view)),
];
