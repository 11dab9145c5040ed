import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { offices } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { IsInstant } from '../../platform/ground/fields.js';
import { AsOfQuery, type LoggedEvent, type QueryReads } from '../../platform/queries/query-handler.js';
import { cases } from '../cases/cases.public.js';
import { evidences, interviews } from '../evidence/evidence.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { reports } from '../reports/reports.public.js';

/** Every office that an event may name. */
const acted = [...offices, 'System', 'Public'] as const;

/** Which events are asked for: all that fit every filter given. Filters see no more of an event than its reader does. */
export abstract class EventFilter<Result> extends AsOfQuery<Result> {
  /** `kind-id`, for example `case-6f1c…`. */
  @IsOptional()
  @Matches(/^[a-z]+-[\w.-]{1,100}$/, { message: 'stream must be the name of one: a kind, a hyphen and an id' })
  stream?: string;
  /** Person id; what hides its doer is found for nobody. */
  @IsOptional() @IsUUID() actor?: string;
  @IsOptional() @IsIn(acted) office?: (typeof acted)[number];
  @IsOptional() @Matches(/^[A-Z][A-Za-z]{1,79}$/, { message: 'type must be the name of an event type' }) type?: string;
  /** The case, its reports, and whatever names it: proceedings, evidence, interviews, links. */
  @IsOptional() @IsUUID() caseId?: string;
  /** Id of a policy clause that the event names. */
  @IsOptional() @Matches(/^[A-Z][\w.-]{0,39}$/, { message: 'clause must be the id of one, for example CIV-5a' }) clause?: string;
  /** Recorded then or later, ISO 8601. */
  @IsOptional() @IsInstant() from?: string;
  /** Recorded then or earlier, ISO 8601. */
  @IsOptional() @IsInstant() to?: string;
}

/** Streams of a case whose first event says so to every reader. */
const itsCaseIsTold: ReadonlySet<string> = new Set([proceedings, evidences, interviews].map(({ name }) => name));

/** What an event shows its reader. */
export interface ShownParts {
  readonly withholdsData: boolean;
  readonly withholdsActor: boolean;
}

export type Shows = (logged: LoggedEvent, parts: ShownParts) => Promise<boolean>;

const textsIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.map((item) => (item && typeof item === 'object' ? (item as { id?: unknown }).id : item)) : [];

/** Whether event data names a clause: as `clause`, in a list of clauses, or among those that an amendment touched. */
function names(data: unknown, clause: string): boolean {
  if (Array.isArray(data)) return data.some((part) => names(part, clause));
  if (data === null || typeof data !== 'object') return false;
  const { changes, ...rest } = data as Record<string, unknown>;
  // An amendment carries the whole text: it is about what it changed alone.
  if (changes && typeof changes === 'object') return Object.values(changes).some((touched) => textsIn(touched).includes(clause));
  return Object.entries(rest).some(([field, part]) =>
    field === 'clauses' ? textsIn(part).includes(clause) : field === 'clause' ? part === clause : names(part, clause),
  );
}

const namesCase = (data: unknown, caseId: string): boolean => {
  const named = (data ?? {}) as { caseId?: unknown; other?: unknown };
  return named.caseId === caseId || named.other === caseId;
};

/** The events of a case: its own, its reports', and those that name it. */
async function inCase(caseId: string, hidden: ReadonlySet<string>, reads: QueryReads) {
  const own = streamName(cases.name, caseId);
  const matter = hidden.has(own) ? cases.initial : await reads.state(cases, caseId);
  const streams = new Set([own, ...(matter.status === 'absent' ? [] : matter.reports.map((id) => streamName(reports.name, id)))]);
  const itsOwn = new Map<string, Promise<boolean>>();
  /** Whether the first event of a stream, which all may read, says that the stream belongs to the case. */
  const belongs = (stream: string): Promise<boolean> => {
    const known = itsOwn.get(stream) ?? reads.history(stream).then(([first]) => first !== undefined && namesCase(first.data, caseId));
    itsOwn.set(stream, known);
    return known;
  };
  return async (event: StoredEvent, { withholdsData }: ShownParts): Promise<boolean> => {
    if (streams.has(event.stream)) return true;
    if (!namesCase(event.data, caseId)) return false;
    // What is withheld of an event is no way to find it; the case of an interview stands in the event before.
    return !withholdsData || (itsCaseIsTold.has(streamParts(event.stream).kind) && event.revision > 0 && belongs(event.stream));
  };
}

/** Judges one event after another by the filters that are given. */
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
    if (clause !== undefined && (parts.withholdsData || !names(event.data, clause))) return false;
    return ofCase === undefined || ofCase(event, parts);
  };
}

/** The position after which the first event of the time asked for can stand. */
export const startOf = async ({ from }: EventFilter<unknown>, reads: QueryReads): Promise<number> =>
  from === undefined ? 0 : reads.positionAt(new Date(Date.parse(from) - 1).toISOString());
