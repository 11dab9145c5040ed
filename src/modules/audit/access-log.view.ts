import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { type Office, office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
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

const accessLogColumns = {
  kind: text<AccessKind>(),
  /**
   * `kind-id` of the stream that holds the access record: of a history, a report, an item of
   * evidence, or a case's access records.
   */
  stream: text(),
  /** Null for a history. */
  caseId: orNull(text()),
  by: text(),
  office: text<Office>(),
  /** The purpose, or the audience of a copy. */
  purpose: orNull(text()),
  /** Sealed. */
  note: orNull(text()),
  at: text(),
};
export type AccessLogRow = RowOf<typeof accessLogColumns>;

const look = (
  { stream, actor, recordedAt }: StoredEvent,
  given: Pick<AccessLogRow, 'kind' | 'caseId'> & Partial<AccessLogRow>,
): AccessLogRow => ({
  stream,
  by: actor.person,
  office: actor.office as Office,
  at: recordedAt,
  purpose: null,
  note: null,
  ...given,
});
const byEvent = ({ id }: { readonly id: string }): string[] => [id];

/**
 * One row for each access record: of a history, a report's sender, an item of evidence, a case, or
 * a case file.
 */
export const accessLog = view({
  name: 'look_list',
  version: 2,
  columns: accessLogColumns,
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
    // Without its note, which could identify the sender.
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

/** An access record. */
export class RecordedLook {
  /** Id of the event that recorded it. */
  eventId!: string;
  kind!: AccessKind;
  /** Id of the person whose history was read, or of the report, item of evidence or case. */
  @PersonRef() at!: string;
  /** Null for a history. For a report, the case that it opened. */
  caseId!: string | null;
  /** Person id of the reader. */
  @PersonRef() by!: string;
  office!: Office;
  /** The purpose, the audience of a copy or file, or how evidence was shown to a subject. */
  purpose!: string | null;
  /**
   * Null if none was given, if the caller may not read the case's prose, and for a look-up of a
   * report's sender.
   */
  note!: string | null;
  /** ISO 8601 */
  lookedAt!: string;
}

/**
 * Access records, the latest first. `kind=reporter` selects look-ups of a report's sender, `caseId`
 * the records of one case and everything in it.
 */
export class ListLooks extends PageQuery<RecordedLook> {
  @IsOptional() @IsIn(accessKinds) kind?: AccessKind;
  /** Person id of the reader. */
  @IsOptional() @IsUUID() by?: string;
  /** A report's access records belong to the case that it opened. */
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
      // Another person's look-up of the caller's history would reveal to the caller a case that
      // they may not see.
      except: (row) =>
        (row.caseId === null ? streamParts(row.stream).id === me && row.by !== me : hidden.has(streamName(cases.name, row.caseId))) ||
        hidden.has(row.stream),
    });
    const noteOf = async ({ caseId, note }: AccessLogRow): Promise<string | null> =>
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
