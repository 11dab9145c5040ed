import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../commands/command-handler.js';
import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';
import { orNull, type RowOf, text } from '../rows/columns.js';
import { notDue, type View, view } from '../rows/view.js';
import { workEvents, workKey } from './work.js';

/** A piece of work as its process declares it. */
export interface Due<Data> {
  /** ISO 8601 instant from which the work is owed; null while nothing is owed. */
  readonly dueAt: string | null;
  /** JSON: the data for the command and for folding later events. */
  readonly data: Data;
}

/** The same work with nothing to do for now. What later events need to know of it is kept. */
export const nothingDue = <Data>(work: Due<Data> | null): Due<Data> | null => work && { ...work, dueAt: null };

const workColumns = {
  /** ISO 8601; '9' sorts after every instant and means that nothing is owed. */
  dueAt: text(),
  data: text(),
  /**
   * Id of the event that made the work due. With the process's name and the key it determines the
   * command's id.
   */
  causedBy: text(),
  correlationId: text(),
  /** Why it was parked; null while it is being tried. */
  parked: orNull(text()),
};
/** One row of a process: the work owed, the event that caused it, and whether it is parked. */
export type WorkRow = RowOf<typeof workColumns>;

type Events = Record<string, AnyEventType>;

/**
 * A durable reaction or timer: a view of due work. Folding is pure and has no effects; only the
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
  readonly view: View<WorkRow>;
  // biome-ignore lint/suspicious/noExplicitAny: each process knows its own data
  readonly act: (data: any, key: string) => Command<Receipt>;
}

export function process<Data, E extends Events>(definition: ProcessDefinition<Data, E>): Process {
  const fold: Record<string, unknown> = {};
  const keys: Record<string, unknown> = { ...definition.keys };
  for (const [type, step] of Object.entries(definition.fold))
    fold[type] = (row: WorkRow | null, event: StoredEvent, key: string) => {
      const before = row && { dueAt: row.dueAt === notDue ? null : row.dueAt, data: JSON.parse(row.data) as Data };
      const after = (step as (due: Due<Data> | null, event: StoredEvent, key: string) => Due<Data> | null)(before, event, key);
      if (!after) return null;
      const data = JSON.stringify(after.data);
      const dueAt = after.dueAt ?? notDue;
      const same = row && row.dueAt === dueAt && row.data === data;
      return same ? row : { dueAt, data, causedBy: event.id, correlationId: event.correlationId, parked: null };
    };
  fold.WorkParked = (row: WorkRow | null, { data }: StoredEvent<'WorkParked', DataOf<typeof workEvents.WorkParked>>) =>
    row && data.causedBy === row.causedBy ? { ...row, parked: data.reason } : row;
  fold.WorkReleased = (row: WorkRow | null, { data }: StoredEvent<'WorkReleased', DataOf<typeof workEvents.WorkReleased>>) =>
    row && data.causedBy === row.causedBy ? { ...row, parked: null } : row;
  const ofThis = ({ data }: { data: { process: string; key: string } }) => (data.process === definition.name ? [data.key] : []);
  keys.WorkParked = ofThis;
  keys.WorkReleased = ofThis;
  return {
    name: definition.name,
    act: definition.act,
    view: view({
      name: `work_${definition.name}`,
      version: definition.version,
      columns: workColumns,
      events: { ...definition.events, ...workEvents },
      fold: fold as never,
      keys: keys as never,
      listings: [{ by: [], order: 'dueAt' }],
    }),
  };
}

/** Id of the stream that parks and releases one piece of work. */
export const parkingId = (row: { causedBy: string }, process: string, key: string): string => workKey(process, row.causedBy, key);
