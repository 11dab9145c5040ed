import { Inject, Injectable, type Type } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { AnyGrant, Caller, Grant, Office } from '../access/access.js';
import type { Position } from '../events/envelope.js';
import type { AnyEventType, StoredEvent } from '../events/event.js';
import type { AnyStream, PresentState, StateOf } from '../events/stream.js';
import type { Day } from '../ground/clock.js';
import type { RefusalTable, Refuse } from '../refusals/refuse.js';
import type { AnyView, Fields, VersionedRow, View } from '../rows/view.js';
import type { Hit } from '../search/searchable.js';

/** A row with its key. */
export type Row<R extends VersionedRow> = Fields<R> & { readonly key: string };
export type Where<R extends VersionedRow> = Partial<Fields<R>>;

export interface Page<Item> {
  readonly items: Item[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

export interface ListOptions<R extends VersionedRow> {
  /** Equality on columns. */
  readonly where?: Where<R>;
  /** Exclusive upper bound of the ordered column: everything due before now. */
  readonly before?: string;
  readonly order: keyof Fields<R> & string;
  readonly direction?: 'ASC' | 'DESC';
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Drops a row before it counts: hidden things. At most a few in a page's worth of rows. */
  readonly except?: (row: Row<R>) => boolean;
}

/** A view's rows as they stand, or stood at the one position that the request resolved `asOf` to. */
export interface Rows<R extends VersionedRow> {
  get(key: string): Promise<Row<R> | undefined>;
  /** A page of a declared listing. */
  page(options: ListOptions<R>): Promise<Page<Row<R>>>;
  /** All rows that match, for small answers: a party's walls, one person's history. Refuses above 10,000. */
  all(where: Where<R>): Promise<Row<R>[]>;
}

/** What a gathering of facts may read: the state of other streams and the rows of views, as they stand now. */
export interface Reads {
  readonly caller: Caller;
  readonly now: string;
  readonly today: Day;
  readonly timeZone: string;
  /** Folded state of one stream, its initial state where it does not exist. */
  state<S extends AnyStream>(stream: S, id: string): Promise<StateOf<S>>;
  /** Whether the stream (`kind-id`) holds an event of the command. */
  recorded(stream: string, commandId: string): Promise<boolean>;
  rows<R extends VersionedRow>(view: View<R>): Rows<R>;
}

/** An event of the log with what is declared of its type. */
export interface LoggedEvent {
  readonly event: StoredEvent;
  /** Absent where no code here knows the type: `event.data` is as stored, and is to be shown to nobody. */
  readonly declared?: AnyEventType;
}

/** What a query may read: as of the position that the request resolved to. */
export interface QueryReads extends Reads {
  /** The moment shown: now, the time asked for, or the time of the position asked for. ISO 8601. */
  readonly moment: string;
  readonly position: Position;
  /** True where the request named a past moment. */
  readonly past: boolean;
  /** Things as they stand now, whatever moment the request asks for: walls, offices and roles are judged by these. */
  readonly current: Reads;
  /** Decoded events of one stream up to the position. */
  history(stream: string): Promise<readonly StoredEvent[]>;
  /** The whole log after a position: at most `limit` events (1 to 1000), fewer only at the position shown, none beyond it. */
  log(after: Position, limit: number): Promise<readonly LoggedEvent[]>;
  /** The last position up to which nothing was recorded after the time (ISO 8601), the position shown at most. */
  positionAt(time: string): Promise<Position>;
  /**
   * What the words of a search lead to, the best first, at most `limit` streams. Whoever asks checks each hit: the index knows no walls.
   * Refuses with search.building.
   */
  search(words: readonly string[], limit: number): Promise<readonly Hit[]>;
  /** The same reads at another moment, named as `asOf` is. Refuses with as-of.*. */
  at(asOf: string): Promise<QueryReads>;
  /** Names of the streams that are hidden from the caller today, from `Walls`. */
  hiddenStreams(): Promise<ReadonlySet<string>>;
  readonly office: Office;
}

/** Every query takes these. */
export abstract class AsOfQuery<Result> extends Query<Result> {
  /** Shows things as they stood: an ISO 8601 time with offset, or `@` and a position. */
  @IsOptional() @IsString() @MaxLength(40) asOf?: string;
  /** Waits, briefly, until what was recorded up to this position is shown. */
  @IsOptional() @Matches(/^\d{1,16}$/) minPosition?: string;
}

/** A query that answers in pages. */
export abstract class PageQuery<Item> extends AsOfQuery<Page<Item>> {
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  /** `next` of the page before. */
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
}

interface Common<R extends RefusalTable> {
  readonly refuses?: R;
  /** The views that it reads; one that is building or has stopped answers 503. */
  readonly views?: readonly AnyView[];
}

/** A query over views. */
export interface ListQueryDefinition<Q, Result, R extends RefusalTable> extends Common<R> {
  /** Judged by today's offices, also for the past. */
  readonly may: readonly AnyGrant[];
  readonly run: (query: Q, reads: QueryReads, refuse: Refuse<keyof R & string>) => Promise<Result>;
}

/** A query of one stream: its state as of the moment asked for. */
export interface StreamQueryDefinition<Q, S extends AnyStream, Result, R extends RefusalTable> extends Common<R> {
  readonly stream: S;
  readonly of: (query: Q) => string;
  /** Judged by today's offices and today's state, also for the past. */
  readonly may: readonly Grant<StateOf<S>>[];
  /** Id of what an answer is a look at, put on record once a sign-in before it is given; undefined where it is none. */
  readonly recordsAccessTo?: (query: Q, today: PresentState<S>) => string | undefined;
  readonly run: (
    query: Q,
    state: PresentState<S>,
    reads: QueryReads & { readonly revision: number },
    refuse: Refuse<keyof R & string>,
  ) => Promise<Result>;
}

// biome-ignore lint/suspicious/noExplicitAny: the widest reads
export type AnyListQuery = ListQueryDefinition<any, any, RefusalTable>;
// biome-ignore lint/suspicious/noExplicitAny: the widest reads
export type AnyStreamQuery = StreamQueryDefinition<any, AnyStream, any, RefusalTable>;
export type AnyQueryDefinition = AnyListQuery | AnyStreamQuery;
// biome-ignore lint/suspicious/noExplicitAny: the widest handler
export type AnyQueryHandler = Type<IQueryHandler<any>> & AnyQueryDefinition & { readonly query: Type<AsOfQuery<unknown>> };
export type QueryHandlerOf<Q extends AsOfQuery<unknown>, D> = Type<IQueryHandler<Q>> & D & { readonly query: Type<Q> };

/** Runs queries: the token under which the application provides it. Declared here so that it and the reads are no cycle. */
export abstract class Reader {
  abstract run(read: AnyQueryDefinition, query: unknown): Promise<unknown>;
}

function handler<Q extends AsOfQuery<unknown>, D>(query: Type<Q>, definition: D): QueryHandlerOf<Q, D> {
  @Injectable()
  class Handler {
    constructor(@Inject(Reader) private readonly reader: Reader) {}
    execute(given: Q): Promise<unknown> {
      return this.reader.run(Handler as unknown as AnyQueryDefinition, given);
    }
  }
  QueryHandler(query)(Handler);
  Object.defineProperty(Handler, 'name', { value: `${query.name}Handler` });
  return Object.assign(Handler, definition, { query }) as never;
}

/** Makes a Nest query handler over views. */
// biome-ignore lint/complexity/noBannedTypes: no refusals of its own
export const listQuery = <Q extends AsOfQuery<Result>, Result, R extends RefusalTable = {}>(
  query: Type<Q>,
  definition: ListQueryDefinition<Q, Result, R>,
) => handler(query, definition);

/** Makes a Nest query handler over one stream. */
// biome-ignore lint/complexity/noBannedTypes: no refusals of its own
export const streamQuery = <Q extends AsOfQuery<Result>, S extends AnyStream, Result, R extends RefusalTable = {}>(
  query: Type<Q>,
  definition: StreamQueryDefinition<Q, S, Result, R>,
) => handler(query, definition);
