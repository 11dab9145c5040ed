import { admit, type Caller, type Office, systemCaller } from '../access/access.js';
import { editionFor } from '../access/editions.js';
import type { Standings } from '../access/parties.js';
import { requestOf } from '../access/request.js';
import { type Codec, UnreadableEvent } from '../events/codec.js';
import { beginning, type Position, streamName } from '../events/envelope.js';
import type { EventStore } from '../events/event-store.js';
import type { AnyStream, StateOf } from '../events/stream.js';
import type { Streams } from '../events/streams.js';
import { type Clock, dayIn } from '../ground/clock.js';
import { aboutOf, declared, type ModuleDefinition, streamOfType, type WallRow } from '../module-definition.js';
import { platformRefusals, refuseFrom } from '../refusals/refuse.js';
import type { AnyFields } from '../rows/columns.js';
import type { AnyView, View } from '../rows/view.js';
import type { Etags } from '../sealing/etags.js';
import type { Moments } from '../sealing/moments.js';
import { isUnopened } from '../sealing/sealer.js';
import type { Unsealer } from '../sealing/unsealer.js';
import type { Search } from '../search/messages.js';
import { SearchBuilding, type SearchHost } from '../search/search-host.js';
import type { Hit } from '../search/searchable.js';
import { taskView } from '../tasks/task-view.js';
import type { ViewHost } from '../views/view-host.js';
import { admission, admits } from './admission.js';
import { type AsOf, readMoment } from './as-of.js';
import { Cursors } from './cursor.js';
import type { FirstAccess } from './first-access.js';
import {
  type AnyListQuery,
  type AnyQueryDefinition,
  type AnyStreamQuery,
  type LoggedEvent,
  type QueryReads,
  Reader,
  type Reads,
  type Rows,
} from './query-handler.js';
import { RowsAt } from './rows.js';
import { Tasks } from './task-reads.js';

const refuse = refuseFrom(platformRefusals.table);

/** Most events in one answer of `log`. */
const mostLogged = 1_000;

export interface ViewReaderOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly streams: Streams;
  readonly clock: Clock;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  readonly host: ViewHost;
  readonly standings: Pick<Standings, 'of'>;
  readonly search: Pick<SearchHost, 'search'>;
  readonly looks: Pick<FirstAccess, 'note'>;
  readonly moments: Moments;
  readonly etags: Etags;
  readonly unsealer: Pick<Unsealer, 'openAll'>;
  readonly actions: QueryReads['actions'];
  readonly definitions: readonly ModuleDefinition[];
}

/** What every query carries. */
interface Query {
  readonly asOf?: string;
  readonly minMoment?: string;
}

/** The moment a request shows. */
interface Shown {
  readonly position: Position;
  readonly moment: string;
  readonly past: boolean;
  /** Position that current rows must have reached. */
  readonly least: Position;
}

/**
 * Runs queries. Today's state decides who may see; the requested moment decides which state is
 * shown. Refuses with as-of.*, moment.*, view.*, store.*, access.not-permitted, resource.not-found and the
 * query's own refusals.
 */
export class ViewReader extends Reader {
  private readonly about;
  private readonly walls;
  private readonly sights;
  private readonly streamOf;
  private readonly tasks;
  private readonly taskRows;

  constructor(private readonly options: ViewReaderOptions) {
    super();
    this.about = aboutOf(options.definitions);
    this.walls = declared(options.definitions, 'walls');
    this.sights = declared(options.definitions, 'sights');
    this.streamOf = streamOfType(options.definitions);
    this.tasks = declared(options.definitions, 'tasks');
    this.taskRows = taskView(this.tasks);
  }

  async run(read: AnyQueryDefinition, query: object): Promise<unknown> {
    const { caller } = requestOf(query);
    const { asOf, minMoment } = query as Query;
    const past = asOf === undefined ? undefined : this.named('asOf', asOf, caller);
    const least = minMoment === undefined ? 0 : await this.least(this.named('minMoment', minMoment, caller));
    return 'stream' in read ? this.detail(read, query, past, least) : this.list(read, query, caller, past, least);
  }

  /** Current streams and rows. */
  current(caller: Caller): Reads {
    const now = this.now();
    return {
      caller,
      now,
      today: dayIn(this.options.timeZone, now),
      timeZone: this.options.timeZone,
      state: async <S extends AnyStream>(stream: S, id: string) => (await this.options.streams.folded(stream, id)).state as StateOf<S>,
      recorded: async (stream, commandId) => (await this.options.store.read(stream)).some((event) => event.commandId === commandId),
      rows: (view) => this.rows(view as AnyView, caller, 0),
    };
  }

  /** A view's rows, current at each read, once the view has reached a position. */
  rowsNow<R extends AnyFields>(view: View<R>, least: Position = 0): Rows<R> {
    return this.rows(view as AnyView, systemCaller, least);
  }

  private async list(read: AnyListQuery, query: object, caller: Caller, asOf: AsOf | undefined, least: Position): Promise<unknown> {
    const office = admit(read.may, caller, undefined) ?? refuse('access.not-permitted');
    const shown = await this.shown(read, asOf, least);
    const answer = await read.run(query, this.reads(caller, office, shown, read), refuseFrom(read.refuses ?? {}));
    this.tell(query, shown);
    return answer;
  }

  private async detail(read: AnyStreamQuery, query: object, asOf: AsOf | undefined, least: Position): Promise<unknown> {
    const { streams, standings, looks } = this.options;
    const { caller, correlationId } = requestOf(query);
    const id = read.of(query);
    const today = await streams.folded(read.stream, id);
    const office = await admission(read, caller, today, standings);
    const shown = await this.shown(read, asOf, least);
    const then = shown.past ? await streams.foldedAsOf(read.stream, id, shown.position) : today;
    const { state } = then;
    if (then.revision < 0) refuse('resource.not-found');
    const answer = await read.run(query, state, this.reads(caller, office, shown, read), refuseFrom(read.refuses ?? {}));
    // No answer is given unless its access record is written.
    const seen = read.recordsAccessTo?.(query, today.state as never);
    if (seen !== undefined) await looks.note(seen, { caller, office, correlationId });
    const name = streamName(read.stream.name, id);
    this.tell(query, shown, () => ({ etag: this.options.etags.of(name, editionFor(read.stream, then, caller, today.state)) }));
    return answer;
  }

  private tell(query: object, { position, moment, past }: Shown, more: () => Readonly<Record<string, string>> = () => ({})): void {
    const { caller, headers, shown } = requestOf(query);
    shown?.({ position, past });
    if (!headers) return;
    headers({ 'casebook-moment': this.options.moments.tokenOf({ position, time: moment }, caller.person), ...more() });
  }

  private named(field: string, text: string, caller: Caller): AsOf {
    return readMoment(text, field, caller, this.options.moments);
  }

  private async least(moment: AsOf): Promise<Position> {
    return 'position' in moment ? moment.position : this.options.store.positionAt(moment.time);
  }

  /** Resolves the moment once, and waits until the named views can show it. */
  private async shown(read: AnyQueryDefinition, asOf: AsOf | undefined, least: Position): Promise<Shown> {
    const { store, host } = this.options;
    const views = (read.views ?? []) as readonly AnyView[];
    host.assertLive(views);
    const shown = asOf
      ? { ...(await this.resolve(asOf)), past: true, least }
      : { position: await store.head(), moment: this.now(), past: false, least };
    const needed = Math.max(least, shown.past ? shown.position : 0);
    await Promise.all(views.map((view) => host.ready(view, needed)));
    if (least > shown.position && least > (await store.head())) refuse('as-of.not-reached');
    return shown;
  }

  private async resolve(asOf: AsOf): Promise<{ position: Position; moment: string }> {
    const { store, clock } = this.options;
    if (asOf.time !== undefined && Date.parse(asOf.time) > clock.now()) refuse('as-of.future');
    if (!('position' in asOf)) return { position: await store.positionAt(asOf.time), moment: asOf.time };
    if (asOf.position > (await store.head())) refuse('as-of.future');
    if (asOf.time !== undefined) return { position: asOf.position, moment: asOf.time };
    // Between two events, the state is that after the earlier one.
    const event = await store.at(asOf.position);
    const first = event ?? (await store.readAll(beginning, 1))[0];
    return { position: event?.position ?? beginning, moment: first?.recordedAt ?? this.now() };
  }

  private reads(caller: Caller, office: Office, { position, moment, past, least }: Shown, read: AnyQueryDefinition): QueryReads {
    const { streams, standings } = this.options;
    const current = this.current(caller);
    let hidden: Promise<ReadonlySet<string>> | undefined;
    const state: Reads['state'] = past
      ? async <S extends AnyStream>(stream: S, id: string) => (await streams.foldedAsOf(stream, id, position)).state as StateOf<S>
      : current.state;
    return {
      ...current,
      office,
      position,
      moment,
      past,
      current,
      actions: this.options.actions,
      state,
      tasks: new Tasks({
        ...{ caller, state, streams, standings: this.options.standings, actions: this.options.actions },
        ...{ sources: this.tasks, timeZone: this.options.timeZone },
        rows: this.rows(this.taskRows, caller, least, past ? position : undefined),
      }),
      rows: (view) => this.rows(view as AnyView, caller, least, past ? position : undefined),
      history: (stream) => streams.history(stream, position),
      log: (after, limit) => this.log(after, limit, position),
      positionAt: async (time) => Math.min(position, await this.options.store.positionAt(time)),
      at: async (asked) => {
        const asOf = typeof asked === 'number' ? { position: asked } : this.named(asked.field, asked.text, caller);
        return this.reads(caller, office, await this.shown(read, asOf, least), read);
      },
      search: (words, limit, which = 'standing') => this.search({ words, limit, which, upTo: position }),
      admitted: async (one, id) => {
        const today = await streams.folded(one.stream, id);
        return (await admits(one, caller, today, standings)) ? (today.state as never) : undefined;
      },
      opened: async (tokens) => {
        const texts = (await this.options.unsealer.openAll(tokens)) as string[];
        return texts.map((text) => (isUnopened(text) ? '' : text));
      },
      cursors: new Cursors(this.options.moments, caller.person),
      hiddenStreams: () => {
        hidden ??= this.hiddenFrom(caller.person, position);
        return hidden;
      },
      hiddenFrom: (person) => this.hiddenFrom(person, least, past ? position : undefined),
      about: this.about,
      streamOf: this.streamOf,
      sights: this.sights,
    };
  }

  /** Read at position `least` or later, so that nothing is shown before the wall that hides it. */
  private async hiddenFrom(person: string, least: Position, position?: Position): Promise<ReadonlySet<string>> {
    const rows = await Promise.all(
      this.walls.map((wall) => this.rows<WallRow>(wall as AnyView, systemCaller, least, position).all({ person })),
    );
    return new Set(rows.flat().map(({ stream }) => stream));
  }

  private async search(search: Search): Promise<readonly Hit[]> {
    return this.options.search.search(search).catch((error: unknown) => {
      if (error instanceof SearchBuilding) return refuse('search.building');
      throw error;
    });
  }

  private rows<R extends AnyFields>(view: AnyView, { person }: Caller, least: Position, position?: Position): Rows<R> {
    const { host, moments } = this.options;
    return new RowsAt(view, host.queriesOf(view), {
      ...(position !== undefined && { position }),
      ready: (at) => host.ready(view, at ?? least),
      cursors: new Cursors(moments, person),
    });
  }

  private async log(after: Position, limit: number, position: Position): Promise<readonly LoggedEvent[]> {
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > mostLogged)
      throw new RangeError(`limit must be a whole number from 1 to ${mostLogged}, not ${limit}`);
    const { store, codec } = this.options;
    const records = await store.readAll(after, limit);
    return records
      .filter((record) => record.position <= position)
      .map((record): LoggedEvent => {
        const stream = this.streamOf(record);
        if (!stream) return { event: record };
        try {
          return { event: codec.decode(record), stream };
        } catch (error) {
          // The type is known here, but newer code wrote the event: it is as unreadable as an
          // unknown type.
          if (error instanceof UnreadableEvent) return { event: record };
          throw error;
        }
      });
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}
