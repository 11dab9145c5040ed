import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../commands/command-handler.js';
import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';
import type { DueFold, DueRow } from '../rows/keyed-fold.js';
import { workEvents } from './work.js';

/** A piece of work as its process declares it. */
export interface Due<Data> {
  /** ISO 8601 instant from which the work is owed; null while nothing is owed. */
  readonly dueAt: string | null;
  /** JSON: the data for the command and for folding later events. */
  readonly data: Data;
}

/**
 * The same work with nothing to do for now. What later events need to know of it is kept. Where the
 * matter is over, a fold gives null instead: a row that is never deleted is a mistake.
 */
export const nothingDue = <Data>(work: Due<Data> | null): Due<Data> | null => work && { ...work, dueAt: null };

type Events = Record<string, AnyEventType>;

/**
 * A durable reaction or timer: a fold of due work. Folding is pure and has no effects; only the
 * live runner acts on rows that are due. It gives a command whose id follows from the process, the
 * causing event and the key, so that a repeat has no effect. An event that results from the command
 * removes the row, or makes it due again.
 */
export interface ProcessDefinition<Data, E extends Events> {
  /** snake_case */
  readonly name: string;
  /** Raise it with every change of the fold. */
  readonly version: number;
  readonly events: E;
  readonly fold: {
    readonly [Name in keyof E & string]: (
      due: Due<Data> | null,
      event: StoredEvent<Name, DataOf<E[Name]>>,
      key: string,
    ) => Due<Data> | null;
  };
  readonly keys?: { readonly [Name in keyof E & string]?: (event: StoredEvent<Name, DataOf<E[Name]>>) => readonly string[] };
  /** The command that does the work. */
  readonly act: (data: Data, key: string) => Command<Receipt>;
}

export interface Process {
  readonly name: string;
  readonly due: DueFold;
  // biome-ignore lint/suspicious/noExplicitAny: each process knows its own data
  readonly act: (data: any, key: string) => Command<Receipt>;
}

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export function process<Data, E extends Events>({ name, version, events, fold, keys, act }: ProcessDefinition<Data, E>): Process {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`process name ${name} is not snake_case`);
  type Step = (due: Due<Data> | null, event: StoredEvent, key: string) => Due<Data> | null;
  const folds: Record<string, DueFold['fold'][string]> = {};
  for (const [type, step] of Object.entries<Step>(fold as never))
    folds[type] = (row, event: StoredEvent, key) => {
      const after = step(row as Due<Data> | null, event, key);
      if (!after) return null;
      const { dueAt, data } = after;
      if (row && row.dueAt === dueAt && sameJson(row.data, data)) return row;
      return { dueAt, data, causedBy: event.id, correlationId: event.correlationId, parked: null };
    };
  const marked = (row: DueRow | null, { data }: { data: { causedBy: string } }, parked: string | null) =>
    row && data.causedBy === row.causedBy ? { ...row, parked } : row;
  folds.WorkParked = (row, event) => marked(row, event, event.data.reason);
  folds.WorkReleased = (row, event) => marked(row, event, null);
  const ofThis = ({ data }: { data: { process: string; key: string } }) => (data.process === name ? [data.key] : []);
  const due: DueFold = {
    name: `work_${name}`,
    version,
    table: `work_${name}_v${version}`,
    process: name,
    events: { ...events, ...workEvents },
    fold: folds,
    keys: { ...(keys as DueFold['keys']), WorkParked: ofThis, WorkReleased: ofThis },
  };
  return { name, due, act };
}
