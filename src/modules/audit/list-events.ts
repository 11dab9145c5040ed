import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { PersonRef } from '../../platform/queries/names.js';
import { type LoggedEvent, listQuery, type QueryReads } from '../../platform/queries/query-handler.js';
import { isSealed } from '../../platform/sealing/sealed.js';
import { historyLookups, withEarlierShown } from '../histories/histories.public.js';
import { EventFilter, matcher, startOf } from './event-filter.js';
import { type ShownParts, shownInLog } from './log-reader.js';

export class EventActor {
  @PersonRef() person!: string;
  office!: string;
}

/**
 * An event as an auditor sees it. Positions are valid only in this store, so cite an event by its
 * id.
 */
export class AuditedEvent {
  id!: string;
  type!: string;
  schema!: number;
  stream!: string;
  revision!: number;
  position!: string;
  recordedAt!: string;
  effectiveAt!: string | null;
  policyVersion!: string | null;
  /** Null if withheld. */
  actor!: EventActor | null;
  /** Null if withheld. */
  commandId!: string | null;
  causationId!: string | null;
  /** Null if withheld. */
  correlationId!: string | null;
  /**
   * Null if withheld. Fields that the Auditor may not read read `[withheld]`, other sealed fields
   * `[sealed]`.
   */
  data!: unknown;
  /** Whether a part of it is withheld. */
  withheld!: boolean;
}

export class AuditedEvents {
  items!: AuditedEvent[];
  /** `after` of the next page; null at the end. A page before the end may be short or empty. */
  next!: string | null;
}

/** The log in order. One request reads a limited number of events. */
export class ListEvents extends EventFilter<AuditedEvents> {
  /** Position after which the page begins; by default the log's beginning. */
  @IsOptional() @Matches(/^\d{1,15}$/, { message: 'after must be a position: up to 15 digits' }) after?: string;
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 100;
}

const masked = (value: unknown): unknown => {
  if (isSealed(value)) return '[sealed]';
  if (Array.isArray(value)) return value.map(masked);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, masked(part)]));
  return value;
};

const audited = (event: StoredEvent, { data, withholdsData, withholdsActor }: ShownParts): AuditedEvent => ({
  id: event.id,
  type: event.type,
  schema: event.schema,
  stream: event.stream,
  revision: event.revision,
  position: String(event.position),
  recordedAt: event.recordedAt,
  effectiveAt: event.effectiveAt ?? null,
  policyVersion: event.policyVersion,
  actor: withholdsActor ? null : { person: event.actor.person, office: event.actor.office },
  commandId: withholdsActor ? null : event.commandId,
  causationId: withholdsActor ? null : event.causationId,
  correlationId: withholdsActor ? null : event.correlationId,
  data: masked(data),
  withheld: withholdsData || withholdsActor,
});

/**
 * Whether a wall hides the event: the wall of its own stream, or of one that it is about. An event
 * that this code does not know is hidden if its data holds the id of anything hidden.
 */
const isBehindWalls = ({ event, stream }: LoggedEvent, hidden: ReadonlySet<string>, reads: QueryReads): boolean =>
  [event.stream, ...reads.about(event)].some((one) => hidden.has(one)) ||
  (!stream && [...hidden].some((one) => JSON.stringify(event.data ?? null).includes(streamParts(one).id)));

/**
 * Limit of events that one request reads, so that a filter without matches cannot block the server.
 */
export const scannedAtMost = 20_000;
const batchSize = 500;

export const ListEventsHandler = listQuery<ListEvents, AuditedEvents>(ListEvents, {
  may: [office('Auditor')],
  async run(query, reads) {
    const { after, limit } = query;
    const hidden = await reads.hiddenStreams();
    const fits = await matcher(query, hidden, reads);
    // Other people's look-ups of the auditor's own history would reveal a case that the auditor may
    // not see.
    const ownLookUps = streamName(historyLookups.name, reads.caller.person);
    const shows = (logged: LoggedEvent) =>
      !isBehindWalls(logged, hidden, reads) && (logged.event.stream !== ownLookUps || logged.event.actor.person === reads.caller.person);

    const items: AuditedEvent[] = [];
    let from = Math.max(after === undefined ? 0 : Number(after), await startOf(query, reads));
    for (let scanned = 0; scanned < scannedAtMost; ) {
      const batch = await reads.log(from, batchSize);
      for (const logged of batch) {
        const parts = shows(logged) ? shownInLog(logged) : undefined;
        if (!parts || !(await fits(logged, parts))) continue;
        // Look for one more match than the limit, so that the last page can say that it is the
        // last.
        if (items.length === limit) return { items, next: items.at(-1)!.position };
        const shown = await withEarlierShown({ ...logged.event, data: parts.data ?? {} }, reads);
        items.push(audited(logged.event, { ...parts, data: parts.data && shown.data }));
      }
      if (batch.length < batchSize) return { items, next: null };
      scanned += batch.length;
      from = batch.at(-1)!.event.position;
    }
    return { items, next: String(from) };
  },
});
