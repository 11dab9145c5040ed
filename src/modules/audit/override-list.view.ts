import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { type Office, office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { cases, DeterminationIssued, FindingRecorded, readsProseOf } from '../cases/cases.public.js';
import { SubjectHeardUntold } from '../evidence/evidence.public.js';
import { ComparablesWeighed, DisciplineImposed, DisciplineProposed, proceedings } from '../proceedings/proceedings.public.js';

/**
 * Decisions that depart from a rule and need a reason: a finding on an undisclosed source alone; a
 * determination although the version was not acknowledged, or against a finding; a rung that is not
 * the ladder's next, or that comparable cases did not get; a subject interviewed before they were
 * informed. A determination against counsel's review is not among them: the Auditor does not know of
 * that review.
 */
export const overrideKinds = [
  'sole-source',
  'acknowledgement',
  'finding',
  'proposed-rung',
  'imposed-rung',
  'heard-untold',
  'comparables',
] as const;
export type OverrideKind = (typeof overrideKinds)[number];

const overrideColumns = {
  kind: text<OverrideKind>(),
  caseId: text(),
  allegationId: orNull(text()),
  proceedingId: orNull(text()),
  by: text(),
  office: text<Office>(),
  /** Sealed. */
  reasons: text(),
  at: text(),
};
export type OverrideRow = RowOf<typeof overrideColumns>;

type Given = Pick<OverrideRow, 'kind' | 'reasons'> & Partial<Pick<OverrideRow, 'allegationId' | 'proceedingId'>>;
const row = (caseId: string, { actor, recordedAt }: StoredEvent, given: Given): OverrideRow => ({
  caseId,
  allegationId: null,
  proceedingId: null,
  by: actor.person,
  office: actor.office as Office,
  at: recordedAt,
  ...given,
});
const keyOf = ({ id }: { readonly id: string }, part: string) => `${id}:${part}`;
const partOf = (key: string): string => key.slice(key.indexOf(':') + 1);

type Rung = StoredEvent<string, { readonly caseId: string; readonly departure: string | null }>;
const departs = (event: Rung): string[] => (event.data.departure === null ? [] : [keyOf(event, 'rung')]);
const departed =
  (kind: OverrideKind) =>
  (_: OverrideRow | null, event: Rung): OverrideRow | null =>
    event.data.departure === null
      ? null
      : row(event.data.caseId, event, { kind, reasons: event.data.departure, proceedingId: streamParts(event.stream).id });

/** One row for each reason given for departing from a rule. */
export const overrideList = view({
  name: 'override_list',
  version: 4,
  columns: overrideColumns,
  events: { FindingRecorded, DeterminationIssued, DisciplineProposed, DisciplineImposed, ComparablesWeighed, SubjectHeardUntold },
  keys: {
    FindingRecorded: (event) => (event.data.soleSource === null ? [] : [keyOf(event, 'sole-source')]),
    DeterminationIssued: (event) => [
      ...(event.data.acknowledgementReason === null ? [] : [keyOf(event, 'acknowledgement')]),
      ...event.data.departures.map(({ allegationId }) => keyOf(event, allegationId)),
    ],
    DisciplineProposed: departs,
    DisciplineImposed: departs,
    SubjectHeardUntold: (event) => [keyOf(event, 'untold')],
    ComparablesWeighed: (event) => (event.data.comparablesReason === null ? [] : [keyOf(event, 'comparables')]),
  },
  fold: {
    FindingRecorded: (_, event) => {
      const { allegationId, soleSource } = event.data;
      return soleSource === null
        ? null
        : row(streamParts(event.stream).id, event, { kind: 'sole-source', reasons: soleSource, allegationId });
    },
    DeterminationIssued: (_, event, key) => {
      const { acknowledgementReason, departures } = event.data;
      const { id } = streamParts(event.stream);
      const part = partOf(key);
      if (part === 'acknowledgement')
        return acknowledgementReason === null ? null : row(id, event, { kind: part, reasons: acknowledgementReason });
      const departure = departures.find(({ allegationId }) => allegationId === part);
      return departure ? row(id, event, { kind: 'finding', reasons: departure.reasons, allegationId: part }) : null;
    },
    DisciplineProposed: departed('proposed-rung'),
    DisciplineImposed: departed('imposed-rung'),
    SubjectHeardUntold: (_, event) => row(event.data.caseId, event, { kind: 'heard-untold', reasons: event.data.reason }),
    ComparablesWeighed: (_, event) => {
      const { caseId, comparablesReason } = event.data;
      if (comparablesReason === null) return null;
      return row(caseId, event, { kind: 'comparables', reasons: comparablesReason, proceedingId: streamParts(event.stream).id });
    },
  },
  listings: [
    { by: [], order: 'at' },
    { by: ['kind'], order: 'at' },
    { by: ['by'], order: 'at' },
    { by: ['by', 'kind'], order: 'at' },
  ],
});

/** A decision that departs from a rule, with its reason. */
export class OverrideShown {
  /** Id of the event that recorded it. */
  eventId!: string;
  kind!: OverrideKind;
  caseId!: string;
  /** Id of the allegation, for `sole-source` and `finding`. */
  allegationId!: string | null;
  /** Only for a rung. */
  proceedingId!: string | null;
  /** Person id of the person who decided. */
  @PersonRef() by!: string;
  office!: Office;
  /** Null for readers who may not read the case's prose. */
  reasons!: string | null;
  /** ISO 8601 */
  at!: string;
}

/** Decisions that depart from a rule, the latest first. */
export class ListOverrides extends PageQuery<OverrideShown> {
  @IsOptional() @IsIn(overrideKinds) kind?: OverrideKind;
  /** Person id of the person who decided. */
  @IsOptional() @IsUUID() by?: string;
}

export const ListOverridesHandler = listQuery<ListOverrides, Page<OverrideShown>>(ListOverrides, {
  may: [office('Auditor')],
  views: [overrideList],
  async run({ kind, by, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const { items, next } = await reads.rows(overrideList).page({
      where: { ...(kind && { kind }), ...(by && { by }) },
      order: 'at',
      direction: 'DESC',
      limit,
      cursor,
      except: ({ caseId, proceedingId }) =>
        hidden.has(streamName(cases.name, caseId)) || (proceedingId !== null && hidden.has(streamName(proceedings.name, proceedingId))),
    });
    const shown = async ({ key, reasons, ...one }: (typeof items)[number]): Promise<OverrideShown> => ({
      eventId: key.slice(0, key.indexOf(':')),
      kind: one.kind,
      caseId: one.caseId,
      allegationId: one.allegationId,
      proceedingId: one.proceedingId,
      by: one.by,
      office: one.office,
      reasons: (await readsProseOf(await reads.current.state(cases, one.caseId), reads.current)) ? reasons : null,
      at: one.at,
    });
    return { items: await Promise.all(items.map(shown)), next };
  },
});
