import type { AnySliceHandler } from './commands/slice.js';
import type { AnyStream } from './commands/stream.js';
import type { Process } from './processes/process.js';
import type { Searchable } from './search/searchable.js';
import type { AnyReadHandler } from './views/read.js';
import type { AnyView } from './views/view.js';

/** What a module brings, in plain lists that the application, the views' thread and the generators import alike. */
export interface Parts {
  readonly name: string;
  readonly streams: readonly AnyStream[];
  readonly slices: readonly AnySliceHandler[];
  readonly reads: readonly AnyReadHandler[];
  readonly views: readonly AnyView[];
  readonly processes: readonly Process[];
  /** What a search finds; nothing unless given. */
  readonly searchables?: readonly Searchable[];
}
