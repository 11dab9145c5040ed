import { Type as Convert } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { isBehindWalls } from '../../platform/access/walls.js';
import { streamName } from '../../platform/events/envelope.js';
import { type LoggedEvent, listQuery } from '../../platform/queries/query-handler.js';
import { isSealed } from '../../platform/sealing/sealed.js';
import { historyLookups, withEarlierShown } from '../histories/histories.public.js';
import { EventFilter, matcher, type ShownParts, startOf } from './event-filter.js';

export class EventActor {
  person!: string;
  office!: string;
}

/** An event as an auditor sees it. Positions are this store's own: cite an event by its id. */
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
  /** Null where it is withheld. */
  actor!: EventActor | null;
  /** Null where it is withheld. */
  commandId!: string | null;
  causationId!: string | null;
  /** Null where it is withheld. */
  correlationId!: string | null;
  /** Null where it is withheld; sealed fields read `[sealed]`. */
  data!: unknown;
  /** Whether something of it is withheld. */
  withheld!: boolean;
}

export class AuditedEvents {
  items!: AuditedEvent[];
  /** `after` of the next page; null at the end. A page may be short, or empty, before it. */
  next!: string | null;
}

/** The log, in order; of a long one as much as is read at a time. */
export class ListEvents extends EventFilter<AuditedEvents> {
  /** Position after which to begin; the beginning unless given. */
  @IsOptional() @Matches(/^\d{1,15}$/, { message: 'after must be a position: up to 15 digits' }) after?: string;
  @IsOptional() @Convert(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 100;
}

const masked = (value: unknown): unknown => {
  if (isSealed(value)) return '[sealed]';
  if (Array.isArray(value)) return value.map(masked);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, masked(part)]));
  return value;
};

const partsShown = ({ declared }: LoggedEvent): ShownParts => ({
  withholdsData: !declared || declared.privacy === 'restricted',
  withholdsActor: !declared || declared.options.hidesActor === true,
});

const audited = ({ event }: LoggedEvent, { withholdsData, withholdsActor }: ShownParts): AuditedEvent => {
  return {
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
    data: withholdsData ? null : masked(event.data),
    withheld: withholdsData || withholdsActor,
  };
};

/** How many events one request reads, whatever it finds: a filter that fits nothing must not hold up the server. */
export const scannedAtMost = 20_000;
const batchSize = 500;

export const ListEventsHandler = listQuery<ListEvents, AuditedEvents>(ListEvents, {
  may: [office('Auditor')],
  async run(query, reads) {
    const { after, limit } = query;
    const hidden = await reads.hiddenStreams();
    const fits = await matcher(query, hidden, reads);
    // Looks at the auditor's own history by others would tell of a case that is not theirs to see.
    const ownLookUps = streamName(historyLookups.name, reads.caller.person);
    const shows = ({ event }: LoggedEvent) =>
      !isBehindWalls(event, hidden) && (event.stream !== ownLookUps || event.actor.person === reads.caller.person);

    const items: AuditedEvent[] = [];
    let from = Math.max(after === undefined ? 0 : Number(after), await startOf(query, reads));
    for (let scanned = 0; scanned < scannedAtMost; ) {
      const batch = await reads.log(from, batchSize);
      for (const logged of batch) {
        const parts = partsShown(logged);
        if (!shows(logged) || !(await fits(logged, parts))) continue;
        // One more than is wanted, so that the last page knows that it is the last.
        if (items.length === limit) return { items, next: items.at(-1)!.position };
        items.push(audited({ ...logged, event: await withEarlierShown(logged.event, reads) }, parts));
      }
      if (batch.length < batchSize) return { items, next: null };
      scanned += batch.length;
      from = batch.at(-1)!.event.position;
    }
    return { items, next: String(from) };
  },
});
