import type { AnySliceHandler } from './commands/slice.js';
import type { AnyStream } from './events/stream.js';
import type { Process } from './processes/process.js';
import type { AnyReadHandler } from './queries/read.js';
import type { AnyView } from './rows/view.js';
import type { Searchable } from './search/searchable.js';

/** What a module brings, in plain lists that the application, the views' thread and the generators import alike. */
export interface ModuleDefinition {
  readonly name: string;
  readonly streams: readonly AnyStream[];
  readonly slices: readonly AnySliceHandler[];
  readonly reads: readonly AnyReadHandler[];
  readonly views: readonly AnyView[];
  readonly processes: readonly Process[];
  /** What a search finds; nothing unless given. */
  readonly searchables?: readonly Searchable[];
}
