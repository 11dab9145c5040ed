import type { AnyEventType } from '../events/event.js';
import type { Following, History, Rules } from './following.js';
import type { AnyView } from './view.js';

/** The due work of a process. Its rows are in `due_work`, which holds what is owed now and no past. */
export interface DueFold {
  /** `work_` and the name of the process. */
  readonly name: string;
  readonly version: number;
  /** `name_vN`. It names the checkpoint and the lease. */
  readonly table: string;
  readonly process: string;
  readonly events: Readonly<Record<string, AnyEventType>>;
  // biome-ignore lint/suspicious/noExplicitAny: each process knows its own events
  readonly fold: Readonly<Record<string, (row: DueRow | null, event: any, key: string) => DueRow | null>>;
  /** The keys of the rows that an event touches; the id of the event's stream unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: each process knows its own events
  readonly keys?: Readonly<Record<string, ((event: any) => readonly string[]) | undefined>>;
}

/** A pure fold of the log into rows by key, with a checkpoint of its own. */
export type KeyedFold = AnyView | DueFold;

/** A piece of work as it is folded. */
export interface DueRow {
  /** ISO 8601 instant from which the work is owed; null while nothing is owed. */
  readonly dueAt: string | null;
  /** JSON. */
  readonly data: unknown;
  /**
   * Id of the event that made the work due. With the process's name and the key it determines the
   * command's id.
   */
  readonly causedBy: string;
  readonly correlationId: string;
  /** Why it was parked; null while it is being tried. */
  readonly parked: string | null;
}

export const isDue = (fold: KeyedFold): fold is DueFold => 'process' in fold;

/** The rules of a fold for one run over the log. */
export const rulesOf = (fold: KeyedFold, history: History): Rules | Following => (!isDue(fold) && fold.following?.(history)) || fold;
