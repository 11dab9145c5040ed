import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Column } from 'typeorm';
import { type Office, office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { type Fields, VersionedRow, view } from '../../platform/rows/view.js';
import { CaseFileTaken, CaseSeen } from '../case-file/case-file.public.js';
import { caseIdOf, cases, readsProseOf } from '../cases/cases.public.js';
import { DisclosedEvidenceSeen, EvidenceDownloaded, EvidenceViewed } from '../evidence/evidence.public.js';
import { HistoryLookedUp } from '../histories/histories.public.js';
import { ReporterLookedUp } from '../reports/reports.public.js';

export const accessKinds = [
  ...(['history', 'reporter', 'evidence-viewed', 'evidence-downloaded', 'disclosed-evidence'] as const),
  ...(['case', 'case-file'] as const),
] as const;
export type AccessKind = (typeof accessKinds)[number];

export class AccessLogRow extends VersionedRow {
  @Column('text') kind!: AccessKind;
  /** `kind-id` of what was looked at: a person's look-ups, a report, an item of evidence; of a case, its looks. */
  @Column('text') stream!: string;
  /** Null for a history. */
  @Column('text', { nullable: true }) caseId!: string | null;
  @Column('text') by!: string;
  @Column('text') office!: Office;
  /** What it was for: a purpose, or for whom a copy was taken. */
  @Column('text', { nullable: true }) purpose!: string | null;
  /** Sealed. */
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text') at!: string;
}
type Look = Fields<AccessLogRow>;

const look = ({ stream, actor, recordedAt }: StoredEvent, given: Pick<Look, 'kind' | 'caseId'> & Partial<Look>): Look => ({
  stream,
  by: actor.person,
  office: actor.office as Office,
  at: recordedAt,
  purpose: null,
  note: null,
  ...given,
});
const byEvent = ({ id }: { readonly id: string }): string[] => [id];

/** One row for each look that is recorded: at a history, at who sent a report, at an item of evidence, at a case, at its file. */
export const accessLog = view({
  name: 'look_list',
  version: 2,
  row: AccessLogRow,
  events: { HistoryLookedUp, ReporterLookedUp, EvidenceViewed, EvidenceDownloaded, DisclosedEvidenceSeen, CaseSeen, CaseFileTaken },
  keys: {
    HistoryLookedUp: byEvent,
    ReporterLookedUp: byEvent,
    EvidenceViewed: byEvent,
    EvidenceDownloaded: byEvent,
    DisclosedEvidenceSeen: byEvent,
    CaseSeen: byEvent,
    CaseFileTaken: byEvent,
  },
  fold: {
    HistoryLookedUp: (_, event) => look(event, { kind: 'history', caseId: null, purpose: event.data.purpose, note: event.data.note }),
    // Without its note, which could tell who it is.
    ReporterLookedUp: (_, event) =>
      look(event, { kind: 'reporter', caseId: caseIdOf(streamParts(event.stream).id), purpose: event.data.purpose }),
    EvidenceViewed: (_, event) => look(event, { kind: 'evidence-viewed', caseId: event.data.caseId }),
    EvidenceDownloaded: (_, event) => {
      const { caseId, audience, purpose } = event.data;
      return look(event, { kind: 'evidence-downloaded', caseId, purpose: audience, note: purpose });
    },
    DisclosedEvidenceSeen: (_, event) => look(event, { kind: 'disclosed-evidence', caseId: event.data.caseId, purpose: event.data.how }),
    CaseSeen: (_, event) => look(event, { kind: 'case', caseId: event.data.caseId }),
    CaseFileTaken: (_, event) => {
      const { caseId, audience, purpose } = event.data;
      return look(event, { kind: 'case-file', caseId, purpose: audience, note: purpose });
    },
  },
  listings: [
    { by: [], order: 'at' },
    { by: ['kind'], order: 'at' },
    { by: ['by'], order: 'at' },
    { by: ['by', 'kind'], order: 'at' },
    { by: ['caseId'], order: 'at' },
    { by: ['caseId', 'kind'], order: 'at' },
    { by: ['by', 'caseId'], order: 'at' },
    { by: ['by', 'caseId', 'kind'], order: 'at' },
  ],
});

/** A look that was recorded. */
export class RecordedLook {
  /** Id of the event that recorded it. */
  eventId!: string;
  kind!: AccessKind;
  /** Id of the person whose history, the report, the item of evidence or the case that was looked at. */
  at!: string;
  /** Null for a history; of a report, the case that it opened. */
  caseId!: string | null;
  /** Person id of who looked. */
  by!: string;
  office!: Office;
  /** What it was for: a purpose, for whom a copy or a file was taken, or how a subject saw it. */
  purpose!: string | null;
  /** Null where none was given, to whom the case's prose is not shown, and of a look at who sent a report. */
  note!: string | null;
  /** ISO 8601 */
  lookedAt!: string;
}

/** Recorded looks, the latest first: `kind=reporter` lists those at who sent a report, `caseId` those at one case and what belongs to it. */
export class ListLooks extends PageQuery<RecordedLook> {
  @IsOptional() @IsIn(accessKinds) kind?: AccessKind;
  /** Person id of who looked. */
  @IsOptional() @IsUUID() by?: string;
  /** A report's looks stand with the case that it opened. */
  @IsOptional() @IsUUID() caseId?: string;
}

export const ListLooksHandler = listQuery<ListLooks, Page<RecordedLook>>(ListLooks, {
  may: [office('Auditor')],
  views: [accessLog],
  async run({ kind, by, caseId, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const me = reads.caller.person;
    const { items, next } = await reads.rows(accessLog).page({
      where: { ...(kind && { kind }), ...(by && { by }), ...(caseId && { caseId }) },
      order: 'at',
      direction: 'DESC',
      limit,
      cursor,
      // A look by somebody else at the caller's own history would tell them of a case that is not theirs to see.
      except: (row) =>
        (row.caseId === null ? streamParts(row.stream).id === me && row.by !== me : hidden.has(streamName(cases.name, row.caseId))) ||
        hidden.has(row.stream),
    });
    const noteOf = async ({ caseId, note }: Look): Promise<string | null> =>
      caseId === null || (await readsProseOf(await reads.current.state(cases, caseId), reads.current)) ? note : null;
    const shown = async (row: (typeof items)[number]): Promise<RecordedLook> => ({
      eventId: row.key,
      kind: row.kind,
      at: streamParts(row.stream).id,
      caseId: row.caseId,
      by: row.by,
      office: row.office,
      purpose: row.purpose,
      note: await noteOf(row),
      lookedAt: row.at,
    });
    return { items: await Promise.all(items.map(shown)), next };
  },
});
