import { streamParts } from '../events/envelope.js';
import type { AnyEventType, StoredEvent } from '../events/event.js';
import { type AnyStream, evolve, fold, type StateOf } from '../events/stream.js';
import { derivedId } from '../ground/ids.js';
import { orNull, type RowOf, text } from '../rows/columns.js';
import type { Following, History } from '../rows/following.js';
import { keyed, notDue, type View, view } from '../rows/view.js';
import type { AnyTaskSource, Owner, Task } from './task.js';

const columns = {
  /** `kind-id` */
  stream: text(),
  step: text(),
  owner: text<Owner>(),
  /** Who waits for it; null in all rows of a step but one. */
  watcher: orNull(text<Owner>()),
  /** JSON: the fields of the command that name the thing. */
  fields: text(),
  /** When this owner came to owe it, ISO 8601. */
  since: text(),
  dueAt: text(),
};
export type TaskRow = RowOf<typeof columns>;

/** States are kept for this many streams; those of others are read from the log when they are needed. */
const kept = 5_000;

type Rows = ReadonlyMap<string, Omit<TaskRow, 'since'>>;
const none: Rows = new Map();

interface Followed {
  readonly revision: number;
  readonly state: unknown;
  readonly rows: Rows;
}

/** The steps of a state, by the key of their row. The key is a hash: every index of the table holds it. */
function rowsOf(sources: readonly AnyTaskSource[], stream: string, state: unknown): Rows {
  const rows = new Map<string, Omit<TaskRow, 'since'>>();
  for (const source of sources)
    for (const { step, owners, fields, dueAt, watcher } of source.of(state, streamParts(stream).id) as Task[])
      owners.forEach((owner, at) => {
        const named = JSON.stringify(fields);
        rows.set(derivedId(stream, step, named, owner), {
          ...{ stream, step, owner, fields: named, dueAt: dueAt ?? notDue },
          watcher: at === 0 && watcher !== undefined ? watcher : null,
        });
      });
  return rows;
}

interface Change {
  readonly after: Rows;
  readonly keys: readonly string[];
}

/** Keys of the rows that came, went, or say something else. */
function changedKeys(before: Rows, after: Rows): string[] {
  const keys = [...before.keys()].filter((key) => !after.has(key));
  for (const [key, row] of after) {
    const was = before.get(key);
    if (was?.dueAt !== row.dueAt || was.watcher !== row.watcher) keys.push(key);
  }
  return keys;
}

/** Follows the states of streams through the log, and tells which rows each event changes. */
function following(
  sources: ReadonlyMap<string, readonly AnyTaskSource[]>,
  events: Readonly<Record<string, AnyEventType>>,
  history: History,
): Following {
  const states = new Map<string, Followed>();
  const changes = new Map<string, Change>();
  const sourcesOf = (name: string): readonly AnyTaskSource[] => sources.get(streamParts(name).kind) ?? [];
  const streamOf = (event: StoredEvent): AnyStream | undefined => sourcesOf(event.stream)[0]?.stream;

  const remember = (name: string, revision: number, state: unknown): Rows => {
    const rows = rowsOf(sourcesOf(name), name, state);
    states.delete(name);
    states.set(name, { revision, state, rows });
    return rows;
  };
  /** Stream by stream, in the order of the log. */
  const step = (stream: AnyStream, event: StoredEvent): void => {
    const known = event.revision === 0 ? { revision: -1, state: stream.initial, rows: none } : states.get(event.stream);
    if (known?.revision !== event.revision - 1)
      throw new Error(`the state before revision ${event.revision} of ${event.stream} is not known`);
    const after = remember(event.stream, event.revision, evolve(stream, known.state as StateOf<AnyStream>, event));
    changes.set(event.id, { after, keys: changedKeys(known.rows, after) });
  };
  const changeOf = (event: StoredEvent) => {
    const stream = streamOf(event);
    if (stream && !changes.has(event.id)) step(stream, event);
    return changes.get(event.id);
  };
  return {
    async before(events) {
      changes.clear();
      for (const name of states.keys()) if (states.size > kept) states.delete(name);
      const seen = new Set<string>();
      for (const event of events) {
        const stream = streamOf(event);
        if (!stream || seen.has(event.stream)) continue;
        seen.add(event.stream);
        if (event.revision === 0 || states.get(event.stream)?.revision === event.revision - 1) continue;
        remember(event.stream, event.revision - 1, fold(stream, await history(event.stream, event.revision)));
      }
    },
    keys: keyed(events, (event: StoredEvent) => changeOf(event)?.keys ?? []),
    fold: keyed(events, (row: TaskRow | null, event: StoredEvent, key: string) => {
      const owed = changeOf(event)?.after.get(key);
      return owed ? { ...owed, since: row?.since ?? event.recordedAt } : null;
    }),
  };
}

/**
 * What people owe, at every moment: a row for each step and each of its owners. It follows the states
 * of the streams whose steps are declared.
 */
export function taskView(sources: readonly AnyTaskSource[]): View<TaskRow> {
  const byKind = new Map<string, AnyTaskSource[]>();
  for (const source of sources) byKind.set(source.stream.name, [...(byKind.get(source.stream.name) ?? []), source]);
  const events: Record<string, AnyEventType> = Object.assign({}, ...sources.map(({ stream }) => stream.events));
  return {
    ...view({
      name: 'task',
      version: sources.reduce((sum, { version }) => sum + version, 0),
      columns,
      events,
      fold: {},
      listings: [
        { by: ['owner'], order: 'dueAt' },
        { by: ['watcher'], order: 'dueAt' },
      ],
    }),
    following: (history) => following(byKind, events, history),
  };
}

/** The steps that are owed in the state of one stream. */
export const owedIn = (sources: readonly AnyTaskSource[], stream: AnyStream, id: string, state: unknown): readonly Task[] =>
  sources.filter((source) => source.stream.name === stream.name).flatMap((source) => source.of(state, id) as readonly Task[]);
