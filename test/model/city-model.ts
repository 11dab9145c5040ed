import { commandHandlers, definitions, eventTypes, folds, processes, searchables } from '../../src/definitions.js';
import { type DraftedFile, finishFile } from '../../src/modules/case-file/case-file-render.js';
import { GetCaseFileHandler } from '../../src/modules/case-file/get-case-file.js';
import { officesOn, people } from '../../src/modules/directory/directory.public.js';
import { admit, type Caller, type Office, systemCaller } from '../../src/platform/access/access.js';
import { countReaders } from '../../src/platform/access/editions.js';
import { Standings } from '../../src/platform/access/parties.js';
import { requestOf, withRequest } from '../../src/platform/access/request.js';
import { Actions } from '../../src/platform/commands/actions.js';
import type { Receipt } from '../../src/platform/commands/command-handler.js';
import { Executor } from '../../src/platform/commands/executor.js';
import { Codec } from '../../src/platform/events/codec.js';
import { type EventRecord, type StoredRecord, streamParts } from '../../src/platform/events/envelope.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import { type Appended, EventStore, type ExpectedRevision, WrongExpectedRevision } from '../../src/platform/events/event-store.js';
import type { AnyStream, StateOf } from '../../src/platform/events/stream.js';
import { Streams } from '../../src/platform/events/streams.js';
import { dayIn } from '../../src/platform/ground/clock.js';
import { derivedId } from '../../src/platform/ground/ids.js';
import { plain } from '../../src/platform/ground/spellings.js';
import { aboutOf, answered, declared, streamOfType, type WallRow } from '../../src/platform/module-definition.js';
import { type ActingProcess, isEffect, type Process } from '../../src/platform/processes/process.js';
import { ParkWork } from '../../src/platform/processes/work.js';
import { admission, admits } from '../../src/platform/queries/admission.js';
import type { Action, AnyQueryHandler, ListOptions, QueryReads, Reads, Row, Rows } from '../../src/platform/queries/query-handler.js';
import { Tasks } from '../../src/platform/queries/task-reads.js';
import { platformRefusals, Refusal, refuseFrom } from '../../src/platform/refusals/refuse.js';
import type { AnyFields } from '../../src/platform/rows/columns.js';
import type { OwedRow } from '../../src/platform/rows/due-work.js';
import { type KeyedFold, rulesOf } from '../../src/platform/rows/keyed-fold.js';
import type { AnyView, View } from '../../src/platform/rows/view.js';
import { Beginning, isSealed, sealedPrefix, Unsealed } from '../../src/platform/sealing/sealed.js';
import type { Standing } from '../../src/platform/search/search-index.js';
import type { Hit } from '../../src/platform/search/searchable.js';
import type { taskView } from '../../src/platform/tasks/task-view.js';
import type { SetClock } from '../kit/clock.js';
import { etags } from '../kit/etags.js';
import { servedCommands } from '../kit/served-commands.js';

const refuse = refuseFrom(platformRefusals.table);
const timeZone = 'America/Denver';
const streamOf = streamOfType(definitions);

/** A log in memory. It calls `appended` with each append before the append resolves. */
class MemoryStore extends EventStore {
  readonly dense = true;
  readonly log: StoredRecord[] = [];
  private readonly streams = new Map<string, StoredRecord[]>();
  constructor(private readonly appended: (events: readonly StoredRecord[]) => void) {
    super();
  }
  async append(stream: string, expected: ExpectedRevision, events: readonly EventRecord[]): Promise<Appended> {
    const held = this.streams.get(stream) ?? [];
    const stands = held.length === 0 ? 'none' : held.length - 1;
    if (stands !== expected) throw new WrongExpectedRevision(stream, expected, stands);
    // Events pass through JSON, as in every store.
    const stored = events.map(
      (event, i): StoredRecord => ({
        ...(JSON.parse(JSON.stringify(event)) as EventRecord),
        stream,
        revision: held.length + i,
        position: this.log.length + 1 + i,
      }),
    );
    this.add(stored);
    this.appended(stored);
    return { revision: held.length + events.length - 1, position: this.log.length };
  }
  add(stored: readonly StoredRecord[]): void {
    for (const record of stored) {
      this.log.push(record);
      const held = this.streams.get(record.stream);
      if (held) held.push(record);
      else this.streams.set(record.stream, [record]);
    }
  }
  async read(stream: string, from = 0): Promise<readonly StoredRecord[]> {
    return (this.streams.get(stream) ?? []).slice(from);
  }
  async readAll(after: number, limit: number): Promise<readonly StoredRecord[]> {
    return this.log.slice(after, after + limit);
  }
  async at(position: number): Promise<StoredRecord | undefined> {
    return this.log[Math.min(position, this.log.length) - 1];
  }
  async head(): Promise<number> {
    return this.log.length;
  }
  async positionAt(): Promise<number> {
    throw new Error('the city model is asked by position');
  }
  watch(): () => void {
    throw new Error('the city model has no log follower');
  }
  async close(): Promise<void> {}
}

/** Every version of every row of a view, or of a process's due work. */
const sources = declared(definitions, 'tasks');
/** What people owe, as the definitions' folds have it. */
export const taskRows = folds.find(({ name }) => name === 'task') as ReturnType<typeof taskView>;

class Table {
  private readonly versions = new Map<string, { from: number; row: Record<string, unknown> | null }[]>();
  private readonly rules;
  constructor(readonly view: KeyedFold) {
    this.rules = rulesOf(view, async () => []);
  }

  fold(event: StoredEvent): void {
    const fold = this.rules.fold[event.type];
    if (!fold) return;
    const keys: readonly string[] = this.rules.keys?.[event.type]?.(event as never) ?? [streamParts(event.stream).id];
    for (const key of keys) {
      const held = this.versions.get(key) ?? [];
      const row = fold((held.at(-1)?.row ?? null) as never, event as never, key) as Record<string, unknown> | null;
      if (row !== (held.at(-1)?.row ?? null)) this.versions.set(key, [...held, { from: event.position, row }]);
    }
  }
  at(position: number): Row<AnyFields>[] {
    return [...this.versions].flatMap(([key, versions]) => {
      const row = versions.findLast(({ from }) => from <= position)?.row;
      return row ? [{ ...row, key } as Row<AnyFields>] : [];
    });
  }
  get(key: string, position: number): Row<AnyFields> | undefined {
    const row = this.versions.get(key)?.findLast(({ from }) => from <= position)?.row;
    return row ? ({ ...row, key } as Row<AnyFields>) : undefined;
  }
}

/** A sealed text of the model. It differs from plain text and opens without a key. */
const token = (text: string): string => `${sealedPrefix}city.${Buffer.from(text).toString('base64url')}`;
const untoken = (sealed: string): string => Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url').toString();
const walked = (value: unknown, leaf: (value: unknown) => unknown): unknown => {
  const shown = leaf(value);
  if (shown !== value) return shown;
  if (Array.isArray(value)) return value.map((one) => walked(one, leaf));
  if (value instanceof Map) return walked([...value], leaf);
  if (value instanceof Set) return walked([...value], leaf);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walked(one, leaf)]));
  return value;
};
const sealed = (data: unknown): unknown => walked(data, (value) => (value instanceof Unsealed ? token(value.text) : value));
/** An answer as the edge sends it, with every token opened. */
export const opened = (answer: unknown): unknown =>
  walked(answer, (value) => (value instanceof Beginning ? value.of(untoken(value.text)) : isSealed(value) ? untoken(value) : value));

const bySlice = new Map<unknown, (typeof commandHandlers)[number]>(commandHandlers.map((definition) => [definition.command, definition]));
export const definitionOf = (command: new () => object) => {
  const definition = bySlice.get(command);
  if (!definition) throw new TypeError(`${command.name} is no command`);
  return definition;
};

/** Work that a process could not do, with the reason. */
export interface Parked {
  readonly process: string;
  readonly code: string;
  /** Earlier events of its stream, in one line. */
  readonly past: string;
}

/**
 * A node in memory: the real executor over a log in memory, with views and processes that run only
 * when told to. Only its input is random.
 */
export class CityModel {
  readonly store = new MemoryStore((records) => this.follow(records));
  readonly codec = new Codec(eventTypes);
  readonly streams = new Streams(this.store, this.codec, { count: countReaders });
  readonly parked: Parked[] = [];
  /** How often each command was carried out for due work. */
  readonly worked = new Map<string, number>();
  private readonly tables = new Map<KeyedFold, Table>(folds.map((fold) => [fold, new Table(fold)]));
  private readonly executor: Executor;
  private readonly standings = new Standings(
    definitions.flatMap(({ parties }) => parties ?? []),
    { state: async (stream, id) => (await this.streams.folded(stream, id)).state },
  );
  readonly actions: Actions;

  constructor(
    readonly clock: SetClock,
    past: readonly StoredRecord[] = [],
  ) {
    this.actions = new Actions({
      served: () => servedCommands,
      streams: this.streams,
      standings: this.standings,
      reads: (caller) => this.reads(caller),
      clock,
      timeZone,
    });
    this.executor = new Executor({
      store: this.store,
      streams: this.streams,
      sealer: { prepare: async () => new Map(), seal: sealed } as never,
      etags,
      clock,
      timeZone,
      hashKey: Buffer.alloc(32, 1),
      claimKey: Buffer.alloc(32, 2),
      policyVersionOn: (day) => answered(definitions, 'policyVersionOn')(this.streams, day),
      reads: (caller) => this.reads(caller),
      standings: this.standings,
      catchUp: { admitWork: () => {}, caughtUp: async () => [] },
    });
    this.store.add(past);
    this.follow(past);
  }

  get head(): number {
    return this.store.log.length;
  }
  get now(): string {
    return new Date(this.clock.now()).toISOString();
  }
  get today(): string {
    return dayIn(timeZone, this.now);
  }

  execute(command: object): Promise<Receipt> {
    return this.executor.run(definitionOf(command.constructor as new () => object), command);
  }

  /** What the node says of a command before it is given; undefined where it is not listed. */
  forecast(command: object, caller: Caller): Promise<Action | undefined> {
    const definition = definitionOf(command.constructor as new () => object);
    const judgedOn = definition.judgedOn?.of(command);
    const target = { id: definition.of(command, () => derivedId('new')), ...(judgedOn !== undefined && { judgedOn }) };
    return this.actions.action({ definition, name: definition.command.name, path: '' }, target, caller);
  }

  async callerOf(person: string): Promise<Caller | undefined> {
    const { state } = await this.streams.folded(people, person);
    const offices = state.status === 'absent' ? [] : officesOn(state, this.today);
    return offices.length > 0 ? { person, offices, today: this.today } : undefined;
  }

  /** Whether grants and walls admit the caller, whatever the decision would be. */
  async lets(caller: Caller, command: object): Promise<boolean> {
    const definition = definitionOf(command.constructor as new () => object);
    const stream = definition.judgedOn?.stream ?? definition.stream;
    const id = definition.judgedOn ? definition.judgedOn.of(command) : definition.of(command, () => 'new');
    return admit(definition.may as never, caller, (await this.streams.folded(stream, id)).state as never) !== undefined;
  }

  rows<R extends AnyFields>(view: View<R>, position = Number.MAX_SAFE_INTEGER): Rows<R> {
    const table = this.tables.get(view as AnyView);
    if (!table) throw new TypeError(`${view.name} is no view`);
    const all = (where: object) =>
      (table.at(position) as Row<R>[]).filter((row) => Object.entries(where).every(([name, value]) => row[name as keyof Row<R>] === value));
    return {
      get: async (key) => table.get(key, position) as Row<R> | undefined,
      all: async (where) => all(where),
      async page({ where = {}, before, order, direction = 'ASC', limit, cursor, except }: ListOptions<R>) {
        const value = (row: Row<R>) => `${row[order]} ${row.key}`;
        const sorted = all(where)
          .filter((row) => (before === undefined || String(row[order]) < before) && !except?.(row))
          .sort((a, b) => (value(a) < value(b) ? -1 : 1) * (direction === 'ASC' ? 1 : -1));
        const from = cursor === undefined ? 0 : Number(cursor);
        return { items: sorted.slice(from, from + limit), next: from + limit < sorted.length ? String(from + limit) : null };
      },
    };
  }
  private async hiddenFrom(person: string, position?: number): Promise<ReadonlySet<string>> {
    const walls = declared(definitions, 'walls').map((wall) => this.rows<WallRow>(wall as AnyView, position).all({ person }));
    return new Set((await Promise.all(walls)).flat().map(({ stream }) => stream));
  }
  /** All current rows of every view, and all due work. */
  standing(): { view: string; rows: Row<AnyFields>[] }[] {
    return [...this.tables].map(([{ name }, table]) => ({ view: name, rows: table.at(this.head) }));
  }

  /** What a process knows and owes now. */
  work({ due }: Process): readonly OwedRow[] {
    return (this.tables.get(due)?.at(this.head) ?? []) as unknown as OwedRow[];
  }

  /** Every event that holds all the words, with the streams to which it leads. */
  private found(words: readonly string[], shown: number, which: Standing): Hit[] {
    const replaced = new Set<number>();
    const says = new Map<string, number>();
    for (const record of this.store.log.slice(0, shown)) {
      const type = searchables.find(({ event }) => event.type === record.type);
      const said = type?.says && JSON.stringify([record.stream, type.says(this.codec.decode(record))]);
      if (said === undefined) continue;
      const before = says.get(said);
      if (before !== undefined) replaced.add(before);
      says.set(said, record.position);
    }
    return this.store.log.slice(0, shown).flatMap((record) => {
      const type = searchables.find(({ event }) => event.type === record.type);
      if (!type || replaced.has(record.position) !== (which === 'replaced')) return [];
      const event = this.codec.decode(record);
      const excerpt = JSON.stringify([opened(type.part ? type.part(event) : event.data), ...(type.words?.(event) ?? [])]);
      if (!words.every((word) => plain(excerpt).includes(plain(word)))) return [];
      return type.leadsTo(event).map((stream) => ({ stream, eventId: event.id, position: event.position, excerpt }));
    });
  }

  /**
   * Runs a query as the reader does. `position` selects a moment in the past. The answer has every
   * token opened.
   */
  async ask(read: AnyQueryHandler, given: object, caller: Caller, position?: number): Promise<unknown> {
    const query = withRequest(Object.assign(new read.query(), given), { caller, correlationId: derivedId('query') });
    const shown = position ?? this.head;
    const current = this.reads(caller);
    const past = position !== undefined;
    const reads = (office: Office, shown: number, past: boolean): QueryReads => ({
      ...current,
      state: async <S extends AnyStream>(stream: S, id: string): Promise<StateOf<S>> =>
        (past ? await this.streams.foldedAsOf(stream, id, shown) : await this.streams.folded(stream, id)).state,
      rows: (view) => this.rows(view, shown),
      office,
      actions: this.actions,
      tasks: new Tasks({
        ...{ caller, streams: this.streams, standings: this.standings, actions: this.actions, sources, timeZone },
        rows: this.rows(taskRows, shown),
        state: past ? async (stream, id) => (await this.streams.foldedAsOf(stream, id, shown)).state : current.state,
      }),
      position: shown,
      moment: past ? (this.store.log[shown - 1]?.recordedAt ?? this.now) : this.now,
      past,
      current,
      history: (stream) => this.streams.history(stream, shown),
      log: async (after, limit) =>
        this.store.log
          .filter((event) => event.position > after && event.position <= shown)
          .slice(0, limit)
          .map((record) => ({ event: this.codec.decode(record), stream: streamOf(record)! })),
      positionAt: async (time) => this.store.log.filter(({ recordedAt, position }) => recordedAt <= time && position <= shown).length,
      search: async (words, limit, which = 'standing') => this.found(words, shown, which).slice(0, limit),
      at: async (moment) => {
        if (typeof moment === 'number') return reads(office, moment, true);
        const { text } = moment;
        const named = text.startsWith('@') ? Number(text.slice(1)) : this.store.log.filter(({ recordedAt }) => recordedAt <= text).length;
        return reads(office, named, true);
      },
      admitted: async (one, id) => {
        const today = await this.streams.folded(one.stream, id);
        return (await admits(one, caller, today, this.standings)) ? (today.state as never) : undefined;
      },
      opened: async (tokens) => opened(tokens) as string[],
      cursors: { encode: (_, cursor) => JSON.stringify(cursor), decode: (_, text) => JSON.parse(text) },
      hiddenStreams: () => this.hiddenFrom(caller.person),
      hiddenFrom: (person) => this.hiddenFrom(person, shown),
      about: aboutOf(definitions),
      streamOf,
      sights: declared(definitions, 'sights'),
    });
    const no = refuseFrom(read.refuses ?? {}) as never;
    if (!('stream' in read)) {
      const office = admit(read.may, caller, undefined as never) ?? refuse('access.not-permitted');
      return opened(await read.run(query, reads(office, shown, past), no));
    }
    const id = read.of(query);
    const office = await admission(read, caller, await this.streams.folded(read.stream, id), this.standings);
    const then = past ? await this.streams.foldedAsOf(read.stream, id, shown) : await this.streams.folded(read.stream, id);
    if (then.revision < 0) refuse('resource.not-found');
    const answer = await read.run(query, then.state, reads(office, shown, past), no);
    // Only the finished file leaves the node.
    return read === GetCaseFileHandler ? finishFile(opened(answer) as DraftedFile, answer as DraftedFile) : opened(answer);
  }

  /**
   * Does due work until none is left, and parks work that is refused repeatedly. Throws if there is
   * no end.
   */
  async settle(): Promise<void> {
    const { now } = this;
    for (let round = 0; round < 200; round += 1) {
      const refused: (() => Promise<void>)[] = [];
      let done = 0;
      // The model has no outside world.
      for (const process of processes.flatMap((one) => (isEffect(one) ? [] : [one])))
        for (const row of this.work(process).filter(({ dueAt, parked }) => dueAt !== null && dueAt <= now && parked === null)) {
          const failure = await this.perform(process, row);
          if (failure) refused.push(() => this.park(process, row, failure));
          else done += 1;
        }
      if (done > 0) continue;
      if (refused.length === 0) return;
      for (const park of refused) await park();
    }
    throw new Error(`what follows finds no end: ${this.store.log.slice(-12).map(({ type }) => type)}`);
  }

  private async perform(process: ActingProcess, row: OwedRow): Promise<Refusal | undefined> {
    const head = this.head;
    const request = { caller: systemCaller, correlationId: row.correlationId, causationId: row.causedBy };
    const commandId = derivedId('work', process.name, row.causedBy, row.key, String(row.dueAt));
    const command = withRequest(process.act(row.data, row.key), { ...request, commandId });
    try {
      await this.execute(command);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    const { name } = command.constructor;
    this.worked.set(name, (this.worked.get(name) ?? 0) + 1);
    if (this.head === head) throw new Error(`${process.name} is owed for ever: doing it changes nothing (${row.key})`);
    return undefined;
  }
  private async park(process: Process, row: OwedRow, failure: Refusal): Promise<void> {
    const now = this.work(process).find(({ key }) => key === row.key);
    if (now?.causedBy !== row.causedBy || now.parked !== null) return;
    const past = this.store.log
      .filter(({ stream, data }) =>
        [row.key, row.key.split(' ')[0] ?? ''].some((id) => stream.endsWith(id) || JSON.stringify([row.data, data]).includes(id)),
      )
      .map(({ type, recordedAt }) => `${recordedAt} ${type}`);
    this.parked.push({ process: process.name, code: failure.code, past: past.join(', ') });
    const command = Object.assign(new ParkWork(), {
      process: process.name,
      key: row.key,
      causedBy: row.causedBy,
      reason: failure.code,
      attempts: 6,
    });
    await this.execute(
      withRequest(command, {
        caller: systemCaller,
        correlationId: row.correlationId,
        causationId: row.causedBy,
        commandId: derivedId('park', process.name, row.key, row.causedBy),
      }),
    );
  }

  /** The current rows of a view. */
  rowsOf<R extends AnyFields>(view: View<R>): Row<R>[] {
    return (this.tables.get(view as AnyView)?.at(this.head) ?? []) as Row<R>[];
  }
  /** The types of a stream's events. */
  pastOf(stream: string): string[] {
    return this.store.log.filter((record) => record.stream === stream).map(({ type }) => type);
  }
  /** Whether a person has no part in the matter of a stream. */
  async isApart(name: string, caller: Caller): Promise<boolean> {
    const { kind, id } = streamParts(name);
    const stream = declared(definitions, 'streams').find((one) => one.name === kind);
    if (!stream) throw new Error(`no stream ${kind}`);
    const folded = await this.streams.folded(stream, id);
    if (stream.hiddenFrom?.(folded.state, caller.person)) return false;
    return ((await this.standings.of({ stream }, caller, folded)) ?? 'uninvolved') === 'uninvolved';
  }

  private reads(caller: Caller): Reads {
    return {
      caller,
      now: this.now,
      today: this.today,
      timeZone,
      state: async <S extends AnyStream>(stream: S, id: string) => (await this.streams.folded(stream, id)).state as StateOf<S>,
      recorded: async (stream, commandId) => (await this.store.read(stream)).some((event) => event.commandId === commandId),
      rows: (view) => this.rows(view),
    };
  }

  private follow(records: readonly StoredRecord[]): void {
    for (const record of records) {
      const event = this.codec.decode(record);
      for (const table of this.tables.values()) table.fold(event);
    }
  }
}

/** The command as the caller gives it, with its id. */
export const asked = <C extends object>(command: C, caller: Caller, commandId: string): C =>
  withRequest(command, { caller, correlationId: derivedId(commandId, 'correlation'), commandId });
export const copyOf = <C extends object>(command: C): C =>
  withRequest(Object.assign(new (command.constructor as new () => C)(), command), requestOf(command));
