import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { offices } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { IsInstant } from '../../platform/ground/fields.js';
import { AsOfQuery, type LoggedEvent, type QueryReads } from '../../platform/queries/query-handler.js';
import { cases } from '../cases/cases.public.js';
import { reports } from '../reports/reports.public.js';
import { type ShownParts, shownInLog } from './log-reader.js';

/** Every office that an event may name. */
const acted = [...offices, 'System', 'Public'] as const;

/**
 * Selects events that match all given filters. Filters match only data that the reader of the event
 * may see.
 */
export abstract class EventFilter<Result> extends AsOfQuery<Result> {
  /** `kind-id`, for example `case-6f1c…`. */
  @IsOptional()
  @Matches(/^[a-z]+-[\w.-]{1,100}$/, { message: 'stream must be the name of one: a kind, a hyphen and an id' })
  stream?: string;
  /** Person id. Events that hide their actor match nobody. */
  @IsOptional() @IsUUID() actor?: string;
  @IsOptional() @IsIn(acted) office?: (typeof acted)[number];
  @IsOptional() @Matches(/^[A-Z][A-Za-z]{1,79}$/, { message: 'type must be the name of an event type' }) type?: string;
  /**
   * The case, its reports, and all events that name it: of proceedings, evidence, interviews,
   * links.
   */
  @IsOptional() @IsUUID() caseId?: string;
  /** Id of a policy clause that the event names. */
  @IsOptional() @Matches(/^[A-Z][\w.-]{0,39}$/, { message: 'clause must be the id of one, for example CIV-5a' }) clause?: string;
  /** Recorded then or later, ISO 8601. */
  @IsOptional() @IsInstant() from?: string;
  /** Recorded then or earlier, ISO 8601. */
  @IsOptional() @IsInstant() to?: string;
}

export type Shows = (logged: LoggedEvent, parts: ShownParts) => Promise<boolean>;

const textsIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.map((item) => (item && typeof item === 'object' ? (item as { id?: unknown }).id : item)) : [];

/**
 * Whether event data names a clause: as `clause`, in a list of clauses, or among an amendment's
 * changes.
 */
function names(data: unknown, clause: string): boolean {
  if (Array.isArray(data)) return data.some((part) => names(part, clause));
  if (data === null || typeof data !== 'object') return false;
  const { changes, ...rest } = data as Record<string, unknown>;
  // An amendment carries the whole text, but only its changes count.
  if (changes && typeof changes === 'object') return Object.values(changes).some((touched) => textsIn(touched).includes(clause));
  return Object.entries(rest).some(([field, part]) =>
    field === 'clauses' ? textsIn(part).includes(clause) : field === 'clause' ? part === clause : names(part, clause),
  );
}

/**
 * Tests whether an event belongs to a case: the case's own events, its reports', and those that are
 * about it.
 */
async function inCase(caseId: string, hidden: ReadonlySet<string>, reads: QueryReads) {
  const own = streamName(cases.name, caseId);
  const matter = hidden.has(own) ? cases.initial : await reads.state(cases, caseId);
  const streams = new Set([own, ...(matter.status === 'absent' ? [] : matter.reports.map((id) => streamName(reports.name, id)))]);
  const isAbout = (event: StoredEvent): boolean => reads.about(event).includes(own);
  const told = new Map<string, Promise<boolean>>();
  const shows = (event: StoredEvent, data: object | null | undefined): boolean => isAbout({ ...event, data: data ?? {} });
  /** Whether the first event of the stream shows that it is about the case. */
  const tells = (stream: string): Promise<boolean> => {
    const known =
      told.get(stream) ??
      reads.history(stream).then(([first]) => {
        const declares = first && reads.streamOf(first);
        return declares !== undefined && shows(first!, shownInLog({ event: first!, stream: declares })?.data);
      });
    told.set(stream, known);
    return known;
  };
  return async (event: StoredEvent, { data }: ShownParts): Promise<boolean> => {
    if (streams.has(event.stream) || shows(event, data)) return true;
    // Withheld data must not match, unless it says no more than the stream's first event.
    return isAbout(event) && tells(event.stream);
  };
}

/** Tests events, one after another, against the given filters. */
export async function matcher(query: EventFilter<unknown>, hidden: ReadonlySet<string>, reads: QueryReads): Promise<Shows> {
  const { stream, actor, office, type, caseId, clause } = query;
  const [from, to] = [query.from, query.to].map((time) => (time === undefined ? undefined : Date.parse(time)));
  const ofCase = caseId === undefined ? undefined : await inCase(caseId, hidden, reads);
  return async ({ event }, parts) => {
    if (stream !== undefined && event.stream !== stream) return false;
    if (type !== undefined && event.type !== type) return false;
    if ((actor !== undefined || office !== undefined) && parts.withholdsActor) return false;
    if (actor !== undefined && event.actor.person !== actor) return false;
    if (office !== undefined && event.actor.office !== office) return false;
    const at = Date.parse(event.recordedAt);
    if ((from !== undefined && at < from) || (to !== undefined && at > to)) return false;
    if (clause !== undefined && !names(parts.data, clause)) return false;
    return ofCase === undefined || ofCase(event, parts);
  };
}

/** The position after which the first event of the requested time can be. */
export const startOf = async ({ from }: EventFilter<unknown>, reads: QueryReads): Promise<number> =>
  from === undefined ? 0 : reads.positionAt(new Date(Date.parse(from) - 1).toISOString());
