import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';
import type { AnyFields, Columns, RowOf } from './columns.js';
import type { Following, History } from './following.js';

/** `validTo` of a current row version. */
export const openEnded = Number.MAX_SAFE_INTEGER;

/** For a column of ISO 8601 times: it sorts after every time, because nothing is due. */
export const notDue = '9';

type Events = Record<string, AnyEventType>;

/**
 * How a view's rows are listed. Each listing gets the indexes that keep it fast, now and as of any
 * past position.
 */
export interface Listing<Row extends AnyFields> {
  /** Columns compared for equality. */
  readonly by: readonly (keyof Row & string)[];
  /** Column that sorts the list; the key comes second. Never null. */
  readonly order: keyof Row & string;
}

/** A list, queue or history: how each event changes the rows of its keys. The runner owns reading, batching, versions and the checkpoint. */
interface Definition<Row extends AnyFields, E extends Events> {
  /** snake_case; the table is `name_vN`. */
  readonly name: string;
  /**
   * Raise it with every change of shape or fold. The table's name carries it, so that old and new
   * code never read each other's rows.
   */
  readonly version: number;
  /** Its own columns. The platform adds the key, and the positions between which a row is valid. */
  readonly columns: Columns;
  /** The events it folds, by type. */
  readonly events: E;
  /** Pure. `null` is no row. */
  readonly fold: {
    readonly [Name in keyof E & string]: (row: Row | null, event: StoredEvent<Name, DataOf<E[Name]>>, key: string) => Row | null;
  };
  /** The keys of the rows that an event touches; the id of the event's stream unless given. */
  readonly keys?: { readonly [Name in keyof E & string]?: (event: StoredEvent<Name, DataOf<E[Name]>>) => readonly string[] };
  readonly listings?: readonly Listing<Row>[];
}

export interface View<Row extends AnyFields, E extends Events = Events> extends Definition<Row, E> {
  readonly table: string;
  /** Takes the place of `keys` and `fold`: its rows follow from the states of streams. */
  readonly following?: (history: History) => Following;
}

// biome-ignore lint/suspicious/noExplicitAny: the widest view
export type AnyView = View<any, any>;

/** Declares a view and names its table. */
export function view<const C extends Columns, E extends Events>(
  definition: Definition<RowOf<C>, E> & { readonly columns: C },
): View<RowOf<C>, E> {
  if (!/^[a-z][a-z0-9_]*$/.test(definition.name)) throw new TypeError(`view name ${definition.name} is not snake_case`);
  return { ...definition, table: `${definition.name}_v${definition.version}` };
}

/** The same keys for each of some events. */
export const keyed = <E extends Events, Keys>(events: E, keys: Keys): Readonly<Record<keyof E & string, Keys>> =>
  Object.fromEntries(Object.keys(events).map((name) => [name, keys])) as Record<keyof E & string, Keys>;
