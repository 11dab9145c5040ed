import { applyDecorators, Inject, Injectable, type Type } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { AnyGrant, Caller, Grant, Office } from '../access/access.js';
import type { Impartial, StateReads } from '../access/parties.js';
import type { Position } from '../events/envelope.js';
import type { StoredEvent } from '../events/event.js';
import type { AnyStream, PresentState, StateOf } from '../events/stream.js';
import type { Day } from '../ground/clock.js';
import { IsFlag } from '../ground/fields.js';
import type { Asks } from '../refusals/claims.js';
import type { Refusal, RefusalTable, RefuseOf } from '../refusals/refuse.js';
import type { AnyFields } from '../rows/columns.js';
import type { AnyView, View } from '../rows/view.js';
import type { Standing } from '../search/search-index.js';
import type { Hit } from '../search/searchable.js';
import type { Owner } from '../tasks/task.js';
import { momentLength } from './as-of.js';
import type { Cursors } from './cursor.js';

/** A row with its key. */
export type Row<R extends AnyFields> = R & { readonly key: string };
export type Where<R extends AnyFields> = Partial<R>;

export interface Page<Item> {
  readonly items: Item[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

export interface ListOptions<R extends AnyFields> {
  /** Equality on columns. */
  readonly where?: Where<R>;
  /** Exclusive upper bound of the ordered column: everything due before now. */
  readonly before?: string;
  readonly order: keyof R & string;
  readonly direction?: 'ASC' | 'DESC';
  readonly limit: number;
  readonly cursor?: string | undefined;
  /**
   * Drops hidden rows before they are counted. Expect it to drop few rows of a page, since the list
   * reads on to fill the page.
   */
  readonly except?: (row: Row<R>) => boolean;
}

/** A view's rows: the current ones, or those of the one position to which `asOf` was resolved. */
export interface Rows<R extends AnyFields> {
  get(key: string): Promise<Row<R> | undefined>;
  /** A page of a declared listing. */
  page(options: ListOptions<R>): Promise<Page<Row<R>>>;
  /**
   * All rows that match, for small answers such as a party's walls or one person's history. Throws
   * a RangeError above 10,000 rows.
   */
  all(where: Where<R>): Promise<Row<R>[]>;
}

/** Reads for `gather`: the current state of other streams and the current rows of views. */
export interface Reads extends StateReads {
  readonly caller: Caller;
  readonly now: string;
  readonly today: Day;
  readonly timeZone: string;
  /** Whether the stream (`kind-id`) holds an event of the command. */
  recorded(stream: string, commandId: string): Promise<boolean>;
  rows<R extends AnyFields>(view: View<R>): Rows<R>;
}

/** The thing on which a caller may act: a stream, and the field by which commands name it. */
export interface Thing {
  readonly stream: AnyStream;
  readonly id: string;
  /** Absent where there is one such thing, as the city's policy. */
  readonly field?: string;
}

/** A command that the caller may give, or could give once its guard no longer stands. */
export interface Action {
  readonly command: string;
  /** `/api/cases/:caseId/findings` */
  readonly path: string;
  /** The office in which the caller would act. */
  readonly as: Office;
  /** Present where a guard stands in the way, whatever the fields say. */
  readonly refusal?: Refusal;
  readonly asks: Asks;
  /** The refusals that the command declares. */
  readonly refuses: RefusalTable;
}

/** Reads what a caller may do now. */
export interface ActionReads {
  /** The commands on a thing, sorted by name. */
  on(thing: Thing, caller: Caller): Promise<readonly Action[]>;
  /** The commands that name no existing thing, sorted by name. */
  starting(caller: Caller): Promise<readonly Action[]>;
  /** One command on the thing that these fields name; undefined where it would not be listed. */
  one(command: string, fields: object, caller: Caller): Promise<Action | undefined>;
}

/** A step that somebody owes, and the command that does it. */
export interface OwedStep {
  /** `kind-id` */
  readonly stream: string;
  readonly step: string;
  readonly command: string;
  /** Id of the clause that asks for it; null where no clause does. */
  readonly clause: string | null;
  /** It is a right of the caller, not a duty. */
  readonly right: boolean;
  /** The fields of the command that name the thing. */
  readonly fields: Readonly<Record<string, string>>;
  readonly owner: Owner;
  /** ISO 8601: when this owner came to owe it. */
  readonly since: string;
  /** ISO 8601 instant; null where nothing limits it. */
  readonly dueAt: string | null;
}

/** What was owed at the moment shown. */
export interface TaskReads {
  /** The steps that the caller may do, each with the command as the caller may give it now. */
  owed(): Promise<readonly (OwedStep & { readonly action: Action })[]>;
  /** The steps for which the caller waits, in things that the caller reads today. */
  awaited(): Promise<readonly OwedStep[]>;
  /** The steps of one thing that the caller owes now, the most urgent first. */
  of(thing: Thing): Promise<readonly OwedStep[]>;
}

/** An event of the log with the stream that declares its type. */
export interface LoggedEvent {
  readonly event: StoredEvent;
  /**
   * Absent where this code does not know the type. Then `event.data` is as stored, and must not be
   * shown to anybody.
   */
  readonly stream?: AnyStream;
}

/** Reads for a query, as of the position to which the request was resolved. */
export interface QueryReads extends Reads {
  /**
   * The moment shown, ISO 8601: now, the requested time, the time of the answer whose token was
   * given, or the time of the requested position.
   */
  readonly moment: string;
  readonly position: Position;
  /** True where the request named a past moment. */
  readonly past: boolean;
  /**
   * Current states and rows, whatever moment the request asks for. Walls, offices and roles are
   * judged on these.
   */
  readonly current: Reads;
  /** Decoded events of one stream up to the position. */
  history(stream: string): Promise<readonly StoredEvent[]>;
  /**
   * At most `limit` events (1 to 1000) of the log after a position. Fewer come only at the position
   * shown; none beyond it.
   */
  log(after: Position, limit: number): Promise<readonly LoggedEvent[]>;
  /**
   * The last position up to which no event was recorded after the time (ISO 8601); at most the
   * position shown.
   */
  positionAt(time: string): Promise<Position>;
  /**
   * The streams in which the search's words occur in texts that stand at the moment shown, or in those
   * whose place another one has taken by then; best first, at most `limit`. The caller checks
   * each hit, because the index knows no walls. Refuses with search.building.
   */
  search(words: readonly string[], limit: number, which?: Standing): Promise<readonly Hit[]>;
  /**
   * The same reads at a position, or at the moment that a field of the query names. Refuses with
   * as-of.* and moment.*.
   */
  at(moment: Position | { readonly field: string; readonly text: string }): Promise<QueryReads>;
  /**
   * Today's state of a stream, where a query of it admits the caller today, whatever the moment;
   * undefined elsewhere.
   */
  admitted<S extends AnyStream>(read: Admitting<S>, id: string): Promise<PresentState<S> | undefined>;
  /**
   * The texts of sealed tokens, to compare and to sort by what the caller may read; empty where a
   * token cannot be opened. An answer still holds the tokens.
   */
  opened(tokens: readonly string[]): Promise<readonly string[]>;
  /** Cursors for a list that the query itself puts in order. */
  readonly cursors: Pick<Cursors, 'encode' | 'decode'>;
  /** Names (`kind-id`) of the streams that walls hide from the caller today, whatever the moment. */
  hiddenStreams(): Promise<ReadonlySet<string>>;
  /** Names of the streams that walls hid from a person at the moment shown. */
  hiddenFrom(person: string): Promise<ReadonlySet<string>>;
  /** Names of the streams, besides its own, that an event is about. */
  about(event: StoredEvent): readonly string[];
  /** The stream that declares an event's type. */
  streamOf(event: StoredEvent): AnyStream | undefined;
  /** Queries that tell what of a case may be seen, as the modules declare them. */
  readonly sights: readonly AnyQueryHandler[];
  readonly office: Office;
  /** What a caller may do now, whatever moment is shown. */
  readonly actions: ActionReads;
  readonly tasks: TaskReads;
}

/** Text of a moment; the reader reads it. */
export const IsMoment = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(momentLength));

/** Every query takes these. */
export abstract class AsOfQuery<Result> extends Query<Result> {
  /**
   * The past moment to show: an ISO 8601 time with offset, or the Casebook-Moment of an earlier
   * answer to the same person; for the Auditor also `@` and a position.
   */
  @IsOptional() @IsMoment() asOf?: string;
  /**
   * Waits briefly until everything recorded up to this moment is shown: a receipt's `moment`; for
   * the Auditor also `@` and a position.
   */
  @IsOptional() @IsMoment() minMoment?: string;
  /** Whether the answer has `names`: what the people and departments in it are called, by their ids. */
  @IsOptional() @IsFlag() names?: boolean;
}

/** A query that answers in pages. */
export abstract class PageQuery<Item> extends AsOfQuery<Page<Item>> {
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  /** `next` of the previous page. */
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
}

interface Common<R extends RefusalTable> {
  readonly refuses?: R;
  /** The views that the query reads. While one is building or stopped, the answer is 503. */
  readonly views?: readonly AnyView[];
}

/** A query over views. */
export interface ListQueryDefinition<Q, Result, R extends RefusalTable> extends Common<R> {
  /** Judged on today's offices, also for a past moment. */
  readonly may: readonly AnyGrant[];
  readonly run: (query: Q, reads: QueryReads, refuse: RefuseOf<R>) => Promise<Result>;
}

/** A query of one stream: its state as of the moment asked for. */
export interface StreamQueryDefinition<Q, S extends AnyStream, Result, R extends RefusalTable> extends Common<R> {
  readonly stream: S;
  readonly of: (query: Q) => string;
  /** Judged on today's offices and today's state, also for a past moment. */
  readonly may: readonly Grant<StateOf<S>>[];
  /**
   * Present where a person with a part in the matter may see the answer. Asked only where the
   * stream has parties.
   */
  readonly impartial?: Impartial;
  /**
   * Name (`kind-id`) of the thing that the answer shows. Its first read per sign-in is recorded, by
   * the command of the module whose `accessLog` names the kind, before the answer is given.
   * Undefined where no record is needed.
   */
  readonly recordsAccessTo?: (query: Q, today: PresentState<S>) => string | undefined;
  readonly run: (query: Q, state: PresentState<S>, reads: QueryReads, refuse: RefuseOf<R>) => Promise<Result>;
}

/** The part of a query of one stream that says whom it admits. */
export type Admitting<S extends AnyStream> = Pick<StreamQueryDefinition<unknown, S, unknown, RefusalTable>, 'stream' | 'may' | 'impartial'>;

// biome-ignore lint/suspicious/noExplicitAny: the widest reads
export type AnyListQuery = ListQueryDefinition<any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: the widest reads
export type AnyStreamQuery = StreamQueryDefinition<any, AnyStream, any, any>;
export type AnyQueryDefinition = AnyListQuery | AnyStreamQuery;
// biome-ignore lint/suspicious/noExplicitAny: the widest handler
export type AnyQueryHandler = Type<IQueryHandler<any>> & AnyQueryDefinition & { readonly query: Type<AsOfQuery<unknown>> };
export type QueryHandlerOf<Q extends AsOfQuery<unknown>, D> = Type<IQueryHandler<Q>> & D & { readonly query: Type<Q> };

/**
 * Runs queries: the token under which the application provides its reader. It is declared here to
 * avoid an import cycle with the reads.
 */
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
