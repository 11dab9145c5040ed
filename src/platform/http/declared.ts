import type { Type } from '@nestjs/common';
import type { AnyGrant } from '../access/access.js';
import type { AnyCommandHandler } from '../commands/command-handler.js';
import type { AnyQueryHandler } from '../queries/query-handler.js';
import type { RefusalTable } from '../refusals/refuse.js';

export type RouteKind = 'command' | 'query' | 'public' | 'authenticated';

/** What a controller's method was declared as. */
export interface Declared {
  readonly kind: RouteKind;
  /** The handler's own refusals. */
  readonly refuses: RefusalTable;
  /** Who may; empty where the handler does not say. */
  readonly grants: readonly AnyGrant[];
  readonly commandHandler?: AnyCommandHandler;
  readonly queryHandler?: AnyQueryHandler;
  /** Class of the answer, or of one item of the pages of a query; of a command, what it answers beside its receipt. */
  readonly answer?: Type<unknown>;
  readonly pages?: boolean;
  /** The answer keeps its sealed tokens. */
  readonly sealed?: boolean;
  /** Takes a file: class of the form's fields beside it. */
  readonly upload?: Type<object>;
  /** Media types of an answer that is not JSON, or not JSON alone. */
  readonly media?: readonly string[];
  /** Answers with a file's content. */
  readonly download?: boolean;
  /** Status of the same answer where the node is not ready. */
  readonly unready?: number;
}
