import type { AnyParties } from './access/parties.js';
import type { AnyCommandHandler } from './commands/command-handler.js';
import type { AnyEventType } from './events/event.js';
import type { AnyStream } from './events/stream.js';
import type { Process } from './processes/process.js';
import type { AnyQueryHandler } from './queries/query-handler.js';
import type { KeyedFold } from './rows/keyed-fold.js';
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
  /** How the standing to a stream is learned, for streams that have parties. */
  readonly parties?: readonly AnyParties[];
  /** The events that a search finds; none unless given. */
  readonly searchables?: readonly Searchable[];
}

/** Each event that some stream may hold, once. */
export const eventTypesOf = (definitions: readonly ModuleDefinition[]): readonly AnyEventType[] => [
  ...new Set(definitions.flatMap(({ streams }) => streams.flatMap((stream) => Object.values(stream.events) as AnyEventType[]))),
];

/** All that the views' thread keeps: the views of the modules, and the due work of their processes. */
export const foldsOf = (definitions: readonly ModuleDefinition[]): readonly KeyedFold[] => [
  ...definitions.flatMap(({ views }) => views),
  ...definitions.flatMap(({ processes }) => processes.map(({ due }) => due)),
];
