import { IsUUID } from 'class-validator';
import { AsOfQuery, type Page, PageQuery, type QueryReads, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals, type Refuse } from '../../platform/refusals/refuse.js';
import { flag, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { itsCase } from '../procedure/procedure.public.js';
import { hearingOfficer, proceedings, subject } from '../proceedings/proceedings.public.js';
import { type Disclosure, EvidenceDisclosed, evidences, type PresentEvidence, recordOfCase } from './evidence.js';
import { evidenceIdOf } from './evidence-list.view.js';
import type { ContentOfEvidence } from './get-evidence.js';
import { disclosedRefusals } from './record-evidence-access.js';

const disclosedEvidenceColumns = {
  caseId: text(),
  proceedingId: text(),
  evidenceId: text(),
  /** Sealed. */
  shownAs: text(),
  whole: flag(),
  disclosedAt: text(),
};
export type DisclosedEvidenceRow = RowOf<typeof disclosedEvidenceColumns>;

const key = (proceedingId: string, evidenceId: string): string => `${proceedingId}:${evidenceId}`;

/** One row for each item that was disclosed to a subject. */
export const disclosedEvidence = view({
  name: 'disclosed_evidence',
  version: 1,
  columns: disclosedEvidenceColumns,
  events: { EvidenceDisclosed },
  keys: { EvidenceDisclosed: (event) => [key(event.data.proceedingId, evidenceIdOf(event))] },
  fold: {
    EvidenceDisclosed: (_, event) => ({
      caseId: event.data.caseId,
      proceedingId: event.data.proceedingId,
      evidenceId: evidenceIdOf(event),
      shownAs: event.data.shownAs,
      whole: event.data.withheld === null,
      disclosedAt: event.recordedAt,
    }),
  },
  listings: [{ by: ['proceedingId'], order: 'disclosedAt' }],
});

/** An item that was disclosed to the subject. */
export class DisclosedItem {
  id!: string;
  /** The description of the item for the subject. */
  shownAs!: string;
  /** Nothing of it is withheld. */
  whole!: boolean;
  disclosedAt!: string;
}

/**
 * The items disclosed to the subject of a proceeding, for the subject and for the hearing officer
 * of their grievance.
 */
export class ListDisclosedEvidence extends PageQuery<DisclosedItem> {
  @IsUUID() proceedingId!: string;
}

export const ListDisclosedEvidenceHandler = streamQuery(ListDisclosedEvidence, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  recordsAccessTo: (_, proceeding) => itsCase(proceeding),
  may: [subject, hearingOfficer],
  impartial: { own: 'It was disclosed to the subject.' },
  views: [disclosedEvidence],
  refuses: platformRefusals('access.not-permitted'),
  async run({ proceedingId, limit, cursor }, _state, reads, _refuse): Promise<Page<DisclosedItem>> {
    const { items, next } = await reads.rows(disclosedEvidence).page({ where: { proceedingId }, order: 'disclosedAt', limit, cursor });
    return { items: items.map(({ evidenceId, shownAs, whole, disclosedAt }) => ({ id: evidenceId, shownAs, whole, disclosedAt })), next };
  },
});

/** A disclosed item as its subject sees it: without its source and without its custodian. */
export class DisclosedInFull {
  id!: string;
  shownAs!: string;
  /** The part that is withheld, and the reason; null where nothing is. */
  withheld!: string | null;
  withheldBecause!: string | null;
  /** Null for a physical thing. */
  mediaType!: string | null;
  /** Null also where a part is withheld: they would tell of bytes that the subject does not get. */
  bytes!: number | null;
  sha256!: string | null;
}

/**
 * One disclosed item, for its subject and for the hearing officer of their grievance. The access is
 * recorded.
 */
export class GetDisclosedEvidence extends AsOfQuery<DisclosedInFull> {
  @IsUUID() proceedingId!: string;
  @IsUUID() evidenceId!: string;
}

/**
 * A copy of a disclosed item's content, for its subject and for the hearing officer of their
 * grievance. The access is recorded.
 */
export class GetDisclosedContent extends AsOfQuery<ContentOfEvidence> {
  @IsUUID() proceedingId!: string;
  @IsUUID() evidenceId!: string;
}

const disclosedTo = {
  stream: proceedings,
  of: ({ proceedingId }: { proceedingId: string }) => proceedingId,
  may: [subject, hearingOfficer],
  impartial: { own: 'It was disclosed to the subject.' },
};

async function disclosed(
  { proceedingId, evidenceId }: { proceedingId: string; evidenceId: string },
  reads: QueryReads,
  refuse: Refuse<'resource.not-found'>,
): Promise<PresentEvidence & { disclosure: Disclosure }> {
  const state = await reads.state(evidences, evidenceId);
  const disclosure = state.status === 'absent' ? undefined : state.disclosed.get(proceedingId);
  if (state.status === 'absent' || !disclosure) return refuse('resource.not-found');
  return { ...state, disclosure };
}

export const GetDisclosedEvidenceHandler = streamQuery(GetDisclosedEvidence, {
  ...disclosedTo,
  refuses: platformRefusals('resource.not-found', 'access.not-permitted'),
  async run(query, _state, reads, refuse): Promise<DisclosedInFull> {
    const { file, disclosure } = await disclosed(query, reads, refuse);
    return {
      id: query.evidenceId,
      shownAs: disclosure.shownAs,
      withheld: disclosure.withheld?.what ?? null,
      withheldBecause: disclosure.withheld?.why ?? null,
      mediaType: file?.mediaType ?? null,
      ...(file && !disclosure.withheld ? { bytes: file.bytes, sha256: file.sha256 } : { bytes: null, sha256: null }),
    };
  },
});

export const GetDisclosedContentHandler = streamQuery(GetDisclosedContent, {
  ...disclosedTo,
  refuses: { ...platformRefusals('resource.not-found', 'access.not-permitted'), ...disclosedRefusals },
  async run(query, _state, reads, refuse): Promise<ContentOfEvidence> {
    const { caseId, file, disclosure } = await disclosed(query, reads, refuse);
    if (!file) return refuse('evidence.no-file');
    if (disclosure.withheld) return refuse('evidence.withheld-in-part');
    return { id: query.evidenceId, record: recordOfCase(caseId), file };
  },
});
