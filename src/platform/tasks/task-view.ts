import { UnreadableEvent } from '../events/codec.js';
import { streamParts } from '../events/envelope.js';
import type { AnyEventType, StoredEvent } from '../events/event.js';
import { type AnyStream, evolve, fold, type StateOf, UnknownEvent } from '../events/stream.js';
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

interface Followed {
  readonly revision: number;
  readonly state: unknown;
}

type Rows = ReadonlyMap<string, Omit<TaskRow, 'since'>>;

/** The steps of a state, by the key of their row. */
function rowsOf(sources: readonly AnyTaskSource[], stream: string, state: unknown): Rows {
  const rows = new Map<string, Omit<TaskRow, 'since'>>();
  for (const source of sources)
    for (const { step, owners, fields, dueAt, watcher } of source.of(state, streamParts(stream).id) as Task[])
      owners.forEach((owner, at) => {
        const named = JSON.stringify(fields);
        rows.set(`${stream}/${step}/${named}/${owner}`, {
          ...{ stream, step, owner, fields: named, dueAt: dueAt ?? notDue },
          watcher: at === 0 && watcher !== undefined ? watcher : null,
        });
      });
  return rows;
}

/** The state before a revision; or why the stream cannot be read up to there, in a sentence. */
async function stateBefore(stream: AnyStream, { stream: name, revision }: StoredEvent, history: History): Promise<Followed | string> {
  try {
    const past = await history(name, revision);
    if (past.length < revision) return `${name} has ${past.length} events before revision ${revision}`;
    return { revision: revision - 1, state: fold(stream, past) };
  } catch (error) {
    // A database that fails is asked again; an event that this code does not know stays unknown.
    if (error instanceof UnreadableEvent || error instanceof UnknownEvent) return error.message;
    throw error;
  }
}

/** Follows the states of streams through the log, and tells which rows each event changes. */
function following(
  sources: ReadonlyMap<string, readonly AnyTaskSource[]>,
  events: Readonly<Record<string, AnyEventType>>,
  history: History,
): Following {
  const states = new Map<string, Followed>();
  /** Why the state of a stream is not known. The view stops at its next event, like any view at an event that it cannot read. */
  const lost = new Map<string, string>();
  const changes = new Map<string, { readonly before: Rows; readonly after: Rows }>();
  const kindOf = ({ stream }: StoredEvent): readonly AnyTaskSource[] => sources.get(streamParts(stream).kind) ?? [];
  const streamOf = (event: StoredEvent): AnyStream | undefined => kindOf(event)[0]?.stream;

  const remember = (name: string, followed: Followed): void => {
    states.delete(name);
    states.set(name, followed);
  };
  /** Stream by stream, in the order of the log. */
  const step = (stream: AnyStream, event: StoredEvent): void => {
    const known = event.revision === 0 ? { revision: -1, state: stream.initial } : states.get(event.stream);
    if (known?.revision !== event.revision - 1)
      throw new Error(
        `the state of ${event.stream} before revision ${event.revision} is not known: ${lost.get(event.stream) ?? 'it has an event of an unknown type'}`,
      );
    const state = evolve(stream, known.state as StateOf<AnyStream>, event);
    remember(event.stream, { revision: event.revision, state });
    changes.set(event.id, {
      before: rowsOf(kindOf(event), event.stream, known.state),
      after: rowsOf(kindOf(event), event.stream, state),
    });
  };
  const changeOf = (event: StoredEvent) => {
    const stream = streamOf(event);
    if (stream && !changes.has(event.id)) step(stream, event);
    return changes.get(event.id);
  };
  return {
    async before(events) {
      changes.clear();
      lost.clear();
      for (const name of states.keys()) if (states.size > kept) states.delete(name);
      const seen = new Set<string>();
      for (const event of events) {
        const stream = streamOf(event);
        if (!stream || seen.has(event.stream)) continue;
        seen.add(event.stream);
        if (event.revision === 0 || states.get(event.stream)?.revision === event.revision - 1) continue;
        const before = await stateBefore(stream, event, history);
        if (typeof before === 'string') lost.set(event.stream, before);
        else remember(event.stream, before);
      }
    },
    keys: keyed(events, (event: StoredEvent) => {
      const change = changeOf(event);
      return change ? [...new Set([...change.before.keys(), ...change.after.keys()])] : [];
    }),
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
