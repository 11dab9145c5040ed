import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../commands/command-handler.js';
import type { AnyEventType, DataOf, StoredEvent } from '../events/event.js';
import type { Services } from '../ground/services.js';
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

export type Events = Record<string, AnyEventType>;

/** A fold of due work. Folding is pure and has no effects; only the live runner acts on rows that are due. */
export interface WorkDefinition<Data, E extends Events> {
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
}

/**
 * A durable reaction or timer. The runner gives a command whose id follows from the process, the
 * causing event and the key, so that a repeat has no effect. An event that results from the command
 * removes the row, or makes it due again.
 */
export interface ProcessDefinition<Data, E extends Events> extends WorkDefinition<Data, E> {
  /** The command that does the work. */
  readonly act: (data: Data, key: string) => Command<Receipt>;
}

interface Work {
  readonly name: string;
  readonly due: DueFold;
}

/** Does its work by commands. */
export interface ActingProcess extends Work {
  // biome-ignore lint/suspicious/noExplicitAny: each process knows its own data
  readonly act: (data: any, key: string) => Command<Receipt>;
}

/** What an effect knows of an attempt besides its data. */
export interface PerformContext {
  readonly key: string;
  /** UUID, the same for each attempt at the same piece of work, also on another node. */
  readonly idempotencyKey: string;
  /** Fires when the attempt has taken too long. It has failed then, whatever comes of it. */
  readonly signal: AbortSignal;
  /** The providers that the application has, and those that modules declare as `services`. */
  readonly services: Services;
}

/** Does its work on the outside world; `effect()` declares it. */
export interface Effect extends Work {
  // biome-ignore lint/suspicious/noExplicitAny: each effect knows its own data and outcome
  readonly perform: (data: any, context: PerformContext) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: each effect knows its own data and outcome
  readonly record: (data: any, key: string, outcome: any) => Command<Receipt>;
  /** Milliseconds that one attempt may take. */
  readonly timeLimit?: number;
  /** Attempts before a piece of work is parked. */
  readonly attempts?: number;
}

/** Due work and how it is done. */
export type Process = ActingProcess | Effect;

export const isEffect = (process: Process): process is Effect => 'perform' in process;

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export function process<Data, E extends Events>(definition: ProcessDefinition<Data, E>): ActingProcess {
  return { name: definition.name, due: dueFold(definition), act: definition.act };
}

/** The fold into rows of due work, which also notes what is parked. */
export function dueFold<Data, E extends Events>({ name, version, events, fold, keys }: WorkDefinition<Data, E>): DueFold {
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
  return {
    name: `work_${name}`,
    version,
    table: `work_${name}_v${version}`,
    process: name,
    events: { ...events, ...workEvents },
    fold: folds,
    keys: { ...(keys as DueFold['keys']), WorkParked: ofThis, WorkReleased: ofThis },
  };
}
