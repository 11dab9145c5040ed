import { definitions } from '../../src/definitions.js';
import type { Caller, Office } from '../../src/platform/access/access.js';
import { admit } from '../../src/platform/access/access.js';
import { mustBeImpartial } from '../../src/platform/access/parties.js';
import { Actions } from '../../src/platform/commands/actions.js';
import type { AnyEventType, NewEvent, StoredEvent } from '../../src/platform/events/event.js';
import { type AnyStream, fold, type StateOf } from '../../src/platform/events/stream.js';
import type { Streams } from '../../src/platform/events/streams.js';
import { aboutOf, declared, type WallRow } from '../../src/platform/module-definition.js';
import type { Process } from '../../src/platform/processes/process.js';
import { admits } from '../../src/platform/queries/admission.js';
import type { Cursor } from '../../src/platform/queries/cursor.js';
import type {
  Admitting,
  AnyListQuery,
  AnyStreamQuery,
  ListOptions,
  QueryReads,
  Reads,
  Row,
  Rows,
} from '../../src/platform/queries/query-handler.js';
import { Tasks } from '../../src/platform/queries/task-reads.js';
import { Refusal, type RefusalTable, refuseFrom } from '../../src/platform/refusals/refuse.js';
import type { AnyFields } from '../../src/platform/rows/columns.js';
import type { DueRows } from '../../src/platform/rows/due-work.js';
import { type DueRow, type KeyedFold, rulesOf } from '../../src/platform/rows/keyed-fold.js';
import type { AnyView, View } from '../../src/platform/rows/view.js';
import { taskView } from '../../src/platform/tasks/task-view.js';
import { now, stored, today } from './given.js';
import { servedCommands } from './served-commands.js';
import { standingsOver } from './standing.js';

/**
 * A log of events of several streams, in order. The last part of an entry overrides fields of the
 * envelope.
 */
export function logOf(...entries: readonly (readonly [stream: string, event: NewEvent, envelope?: Partial<StoredEvent>])[]): StoredEvent[] {
  const lengths = new Map<string, number>();
  return entries.map(([stream, event, envelope], at) => {
    const revision = lengths.get(stream) ?? 0;
    lengths.set(stream, revision + 1);
    const filler = Array.from({ length: revision }, () => event);
    return { ...stored([...filler, event], stream)[revision]!, position: at + 1, ...envelope };
  });
}

function foldedAfter(folded: KeyedFold, events: readonly StoredEvent[]): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  const rules = rulesOf(folded, async () => []);
  for (const event of events) {
    if (!(event.type in folded.events)) continue;
    const keys = rules.keys?.[event.type]?.(event as never) ?? [event.stream.slice(event.stream.indexOf('-') + 1)];
    for (const key of keys) {
      const row = rules.fold[event.type]!((rows.get(key) ?? null) as never, event as never, key);
      if (row) rows.set(key, row);
      else rows.delete(key);
    }
  }
  return rows;
}

/** The rows of a view after these events, by key. */
export const rowsAfter = <R extends AnyFields>(view: View<R>, events: readonly StoredEvent[]): Map<string, R> =>
  foldedAfter(view as AnyView, events) as Map<string, R>;

/** What a process knows and owes after these events, by key. */
export const workAfter = ({ due }: Process, events: readonly StoredEvent[]): Map<string, DueRow> =>
  foldedAfter(due, events) as Map<string, DueRow>;

/** What a process owes after these events, for those who do it. */
export function workIn(process: Process, events: readonly StoredEvent[]): DueRows {
  const rows = [...workAfter(process, events)].map(([key, row]) => ({ ...row, key }));
  const owed = rows
    .filter(({ dueAt, parked }) => dueAt !== null && parked === null)
    .sort((a, b) => (`${a.dueAt} ${a.key}` < `${b.dueAt} ${b.key}` ? -1 : 1));
  return {
    get: async (key) => rows.find((row) => row.key === key),
    due: async (instant, after) =>
      owed.slice(after ? owed.findIndex(({ key }) => key === after.key) + 1 : 0).filter(({ dueAt }) => dueAt! <= instant),
    next: async (instant) => owed.find(({ dueAt }) => dueAt! > instant)?.dueAt ?? undefined,
  };
}

export function rowsIn<R extends AnyFields>(view: View<R>, events: readonly StoredEvent[]): Rows<R> {
  const all = [...rowsAfter(view, events)].map(([key, row]) => ({ ...row, key }) as Row<R>);
  const matching = (where: object) =>
    all.filter((row) => Object.entries(where).every(([name, value]) => row[name as keyof Row<R>] === value));
  return {
    get: async (key) => all.find((row) => row.key === key),
    all: async (where) => matching(where),
    async page({ where = {}, before, order, direction = 'ASC', limit, cursor, except }: ListOptions<R>) {
      const declared = view.listings?.some(
        (listing) => listing.order === order && [...listing.by].sort().join() === Object.keys(where).sort().join(),
      );
      if (!declared) throw new Error(`${view.name} declares no listing by ${Object.keys(where)} in the order of ${order}`);
      const value = (row: Row<R>) => `${row[order]} ${row.key}`;
      const sorted = matching(where)
        .filter((row) => (before === undefined || String(row[order]) < before) && !except?.(row))
        .sort((a, b) => (value(a) < value(b) ? -1 : 1) * (direction === 'ASC' ? 1 : -1));
      const from = cursor === undefined ? 0 : Number(cursor);
      return { items: sorted.slice(from, from + limit), next: from + limit < sorted.length ? String(from + limit) : null };
    },
  };
}

async function wallsFor(person: string, events: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
  const walls = declared(definitions, 'walls').map((wall) => rowsIn<WallRow>(wall as AnyView, events).all({ person }));
  return new Set((await Promise.all(walls)).flat().map(({ stream }) => stream));
}

export interface Asked {
  readonly moment?: string;
  readonly hidden?: readonly string[];
  /** Shows what was owed at this past position; who may see it is judged on the whole log. */
  readonly asOf?: number;
  /** Declared event types by name, for queries that read the log. */
  readonly types?: readonly AnyEventType[];
}

/** The stream of an event type that a spec made. */
const undeclared = (type: AnyEventType): AnyStream => ({
  name: 'spec',
  initial: { status: 'absent' },
  events: { [type.type]: type },
  evolve: { [type.type]: (state) => state },
});

/** What the caller may do and what is owed after the events shown, as the reader gives them; today is after all events. */
function stepsOver(
  events: readonly StoredEvent[],
  caller: Caller,
  given: Pick<Reads, 'now' | 'today' | 'timeZone' | 'state'>,
  shown = events,
): Pick<QueryReads, 'actions' | 'tasks'> {
  const streams = {
    folded: async (stream: AnyStream, id: string) => {
      const own = events.filter((event) => event.stream === `${stream.name}-${id}`);
      return { state: fold(stream, own), revision: own.length - 1, events: own };
    },
  } as unknown as Pick<Streams, 'folded'>;
  const standings = standingsOver(given);
  const reads = (who: Caller) => ({ ...given, caller: who, rows: (view: AnyView) => rowsIn(view, events), recorded: async () => false });
  const clock = { now: () => Date.parse(given.now) };
  const actions = new Actions({ served: () => servedCommands, streams, standings, reads: reads as never, clock, timeZone: given.timeZone });
  const sources = declared(definitions, 'tasks');
  const state = async <S extends AnyStream>(stream: S, id: string): Promise<StateOf<S>> =>
    fold(
      stream,
      shown.filter((event) => event.stream === `${stream.name}-${id}`),
    );
  const tasks = new Tasks({
    ...{ sources, caller, streams, standings, actions, state, timeZone: given.timeZone },
    rows: rowsIn(taskView(sources), shown),
  });
  return { actions, tasks };
}

/** Runs a query on a log in memory, as the reader does: access first, then an absent stream, then impartiality. */
export async function ask(
  read: (AnyListQuery | AnyStreamQuery) & { readonly query: new () => object },
  query: object,
  who: Caller,
  events: readonly StoredEvent[],
  { moment = now, hidden = [], types = [], asOf }: Asked = {},
): Promise<unknown> {
  const given = Object.assign(new read.query(), query);
  const streamOf = ({ type }: StoredEvent): AnyStream | undefined => {
    const known = types.find((one) => one.type === type);
    return known && (declared(definitions, 'streams').find(({ events }) => events[type] === known) ?? undeclared(known));
  };
  const of = <S extends AnyStream>(stream: S, id: string): StateOf<S> =>
    fold(
      stream,
      events.filter((event) => event.stream === `${stream.name}-${id}`),
    );
  const state: unknown = 'stream' in read ? of(read.stream, read.of(given)) : undefined;
  const office = admit<unknown>(read.may as never, who, state);
  if (!office) throw new Refusal('access.not-permitted', { status: 403, says: 'You may not do this.' });
  const now_ = { caller: who, now, today, timeZone: 'America/Denver', state: async (stream: AnyStream, id: string) => of(stream, id) };
  const reads: QueryReads = {
    ...now_,
    rows: (view: AnyView) => rowsIn(view, events),
    moment,
    position: events.length,
    past: asOf !== undefined,
    get current() {
      return reads;
    },
    history: async (stream: string) => events.filter((event) => event.stream === stream),
    log: async (after: number, limit: number) =>
      events
        .filter(({ position }) => position > after)
        .slice(0, limit)
        .map((event) => {
          const stream = streamOf(event);
          return { event, ...(stream && { stream }) };
        }),
    positionAt: async (time: string) => {
      const after = events.find(({ recordedAt }) => Date.parse(recordedAt) > Date.parse(time));
      return after ? after.position - 1 : events.length;
    },
    // The same reads on the events up to a position.
    at: async (moment: Parameters<QueryReads['at']>[0]) => {
      const named = typeof moment === 'number' ? moment : Number(moment.text.slice(1));
      const then = events.filter(({ position }) => position <= named);
      const at = <S extends AnyStream>(stream: S, id: string) =>
        fold(
          stream,
          then.filter((event) => event.stream === `${stream.name}-${id}`),
        );
      return {
        ...reads,
        current: reads,
        position: then.length,
        moment: then.at(-1)?.recordedAt ?? now,
        state: async (stream: AnyStream, id: string) => at(stream, id),
        rows: (view: AnyView) => rowsIn(view, then),
        history: async (stream: string) => then.filter((event) => event.stream === stream),
        hiddenFrom: async (person: string) => wallsFor(person, then),
      };
    },
    admitted: async <S extends AnyStream>(one: Admitting<S>, id: string) => {
      const today = of(one.stream, id);
      const revision = events.filter(({ stream }) => stream === `${one.stream.name}-${id}`).length - 1;
      return (await admits(one, who, { state: today, revision }, standingsOver(now_))) ? today : undefined;
    },
    opened: async (tokens: readonly string[]) => tokens.map((token) => token.replace('sealed.v1.spec.', '')),
    cursors: {
      encode: (list: string, cursor: Cursor) => JSON.stringify([list, cursor]),
      decode: (_: string, cursor: string) => JSON.parse(cursor)[1] as Cursor,
    },
    hiddenStreams: async () => new Set(hidden),
    hiddenFrom: async (person: string) => wallsFor(person, events),
    about: aboutOf(definitions),
    streamOf,
    sights: declared(definitions, 'sights'),
    office: office as Office,
    get actions() {
      return stepsOver(events, who, now_).actions;
    },
    get tasks() {
      return stepsOver(events, who, now_, asOf === undefined ? events : events.slice(0, asOf)).tasks;
    },
  } as never;
  const refuse = refuseFrom((read.refuses ?? {}) as RefusalTable) as never;
  if (!('stream' in read)) return read.run(given, reads, refuse);
  if ((state as { status: string }).status === 'absent')
    throw new Refusal('resource.not-found', { status: 404, says: 'There is no such thing.' });
  const standing = await standingsOver(now_).of(read, who, { state, revision: events.length - 1 });
  mustBeImpartial(read.impartial, standing ?? 'uninvolved');
  return read.run(given, state as never, reads, refuse);
}
