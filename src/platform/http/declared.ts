import type { Type } from '@nestjs/common';
import type { AnyGrant } from '../access/access.js';
import type { AnyCommandHandler } from '../commands/command-handler.js';
import type { AnyQueryHandler } from '../queries/query-handler.js';
import type { RefusalTable } from '../refusals/refuse.js';

export type RouteKind = 'command' | 'query' | 'public' | 'authenticated';

/** The declaration of a controller's method. */
export interface Declared {
  readonly kind: RouteKind;
  /** The handler's own refusals. */
  readonly refuses: RefusalTable;
  /** The grants that let a caller in; empty where the handler does not say. */
  readonly grants: readonly AnyGrant[];
  readonly commandHandler?: AnyCommandHandler;
  readonly queryHandler?: AnyQueryHandler;
  /**
   * Class of the answer, or of one item of a query's pages; for a command, class of the fields that
   * it answers beside its receipt.
   */
  readonly answer?: Type<unknown>;
  readonly pages?: boolean;
  /** The answer keeps its sealed tokens. */
  readonly sealed?: boolean;
  /** The route takes a file: class of the form's fields beside it. */
  readonly upload?: Type<object>;
  /** Media types of an answer that is not JSON, or not only JSON. */
  readonly media?: readonly string[];
  /** The answer is a file's content. */
  readonly download?: boolean;
  /** Status of the same answer where the node is not ready. */
  readonly unready?: number;
}
