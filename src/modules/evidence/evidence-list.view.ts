import { IsUUID } from 'class-validator';
import { streamParts } from '../../platform/events/envelope.js';
import { type Page, PageQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { bigWhole, flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { cases } from '../cases/cases.public.js';
import { itsCase } from '../procedure/procedure.public.js';
import { EvidenceReceived, EvidenceSuperseded, EvidenceWithdrawn, type FormOfEvidence } from './evidence.js';
import { worksOnEvidence } from './evidence-access.js';

const evidenceColumns = {
  caseId: text(),
  form: text<FormOfEvidence>(),
  status: text<'held' | 'superseded' | 'withdrawn'>(),
  /** Sealed. */
  description: text(),
  mediaType: orNull(text()),
  claimedType: orNull(text()),
  bytes: orNull(bigWhole()),
  sha256: orNull(text()),
  compelled: flag(),
  receivedAt: text(),
};
export type EvidenceRow = RowOf<typeof evidenceColumns>;

/** One row for each item of evidence. */
export const evidenceList = view({
  name: 'evidence_list',
  version: 1,
  columns: evidenceColumns,
  events: { EvidenceReceived, EvidenceSuperseded, EvidenceWithdrawn },
  fold: {
    EvidenceReceived: (_, { data: { caseId, form, description, compelled, file }, recordedAt }) => ({
      caseId,
      form,
      status: 'held' as const,
      description,
      mediaType: file?.mediaType ?? null,
      claimedType: file?.claimedType ?? null,
      bytes: file?.bytes ?? null,
      sha256: file?.sha256 ?? null,
      compelled,
      receivedAt: recordedAt,
    }),
    EvidenceSuperseded: (row) => row && { ...row, status: 'superseded' as const },
    EvidenceWithdrawn: (row) => row && { ...row, status: 'withdrawn' as const },
  },
  listings: [{ by: ['caseId'], order: 'receivedAt' }],
});

/** An item of evidence in the case's list. Reading the whole item is recorded. */
export class EvidenceSummary {
  id!: string;
  form!: FormOfEvidence;
  status!: 'held' | 'superseded' | 'withdrawn';
  description!: string;
  /** The type of the content; null for a physical thing. */
  mediaType!: string | null;
  /** The type that its name falsely claims; null where the name is right. */
  claimedType!: string | null;
  bytes!: number | null;
  /** SHA-256 of the content, 64 hexadecimal digits. */
  sha256!: string | null;
  /** Holds a compelled statement, which goes to no prosecutor. */
  walledFromProsecutor!: boolean;
  receivedAt!: string;
}

/** The evidence of a case, in the order of arrival: its manifest. */
export class ListEvidence extends PageQuery<EvidenceSummary> {
  @IsUUID() caseId!: string;
}

export const ListEvidenceHandler = streamQuery(ListEvidence, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: worksOnEvidence,
  views: [evidenceList],
  async run({ caseId, limit, cursor }, _, reads): Promise<Page<EvidenceSummary>> {
    const { items, next } = await reads.rows(evidenceList).page({ where: { caseId }, order: 'receivedAt', limit, cursor });
    return {
      items: items.map(({ key, form, status, description, mediaType, claimedType, bytes, sha256, compelled, receivedAt }) => ({
        id: key,
        form,
        status,
        description,
        mediaType,
        claimedType,
        bytes,
        sha256,
        walledFromProsecutor: compelled,
        receivedAt,
      })),
      next,
    };
  },
});

/** Id of the item that an event of its stream is about. */
export const evidenceIdOf = ({ stream }: { readonly stream: string }): string => streamParts(stream).id;
