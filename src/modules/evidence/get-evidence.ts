import { IsIn, IsUUID } from 'class-validator';
import { streamName } from '../../platform/events/envelope.js';
import type { DataOf, StoredEvent } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsProse } from '../../platform/ground/fields.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, type QueryReads, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals, type RefuseOf } from '../../platform/refusals/refuse.js';
import { cases } from '../cases/cases.public.js';
import { recordsCompelled } from './compelled.js';
import {
  type Audience,
  audiences,
  type EvidenceDisclosed,
  type EvidenceDownloaded,
  EvidenceReceived,
  type EvidenceSuperseded,
  type EvidenceTransferred,
  type EvidenceWithdrawn,
  evidences,
  type FormOfEvidence,
  type PresentEvidence,
  recordOfCase,
  type StoredFile,
} from './evidence.js';
import { itemOf, worksOnEvidence } from './evidence-access.js';
import { interviewList } from './interview-list.view.js';
import { downloadRefusals, isProsecution } from './record-evidence-access.js';

/**
 * One step of the chain of custody: its type, its time, and who acted in which office. Fields that
 * a step does not have are null.
 */
export class CustodyStep {
  type!: string;
  at!: string;
  /** Person id. */
  @PersonRef() by!: string;
  office!: string;
  /** With a download: the audience. */
  audience!: Audience | null;
  /** With a download: the purpose. */
  purpose!: string | null;
  /** With a transfer: the day, and the custodian and place from then on. */
  on!: Day | null;
  custodian!: string | null;
  location!: string | null;
  /** With a transfer, a withdrawal or a superseding. */
  reason!: string | null;
  /** With a superseding: id of the item that replaced it. */
  supersededBy!: string | null;
  /** With a disclosure: id of the subject's proceeding. */
  proceedingId!: string | null;
  shownAs!: string | null;
  withheld!: string | null;
  withheldBecause!: string | null;
}

export class EvidenceFileShown {
  name!: string;
  bytes!: number;
  /** SHA-256 of the content, 64 hexadecimal digits. */
  sha256!: string;
  mediaType!: string;
  /** The type that its name falsely claims; null where the name is right. */
  claimedType!: string | null;
}

/** An item of evidence with its chain of custody. */
export class EvidenceInFull {
  id!: string;
  caseId!: string;
  form!: FormOfEvidence;
  status!: PresentEvidence['status'];
  description!: string;
  /** The way in which it was obtained. */
  obtained!: string;
  collectedOn!: Day | null;
  collectedBy!: string | null;
  /** The person from whom it came. */
  source!: string | null;
  custodian!: string | null;
  location!: string | null;
  /** Holds a compelled statement, which goes to no prosecutor. */
  walledFromProsecutor!: boolean;
  fromPersonalAccount!: boolean;
  counselBasis!: string | null;
  /** Null for a physical thing. */
  file!: EvidenceFileShown | null;
  custody!: CustodyStep[];
}

/** One item of a case's evidence. The access is recorded. */
export class GetEvidence extends AsOfQuery<EvidenceInFull> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
}

/** A copy of an item's content. The access is recorded, with its audience and its purpose. */
export class GetEvidenceContent extends AsOfQuery<ContentOfEvidence> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  /** The audience of the copy. */
  @IsIn(audiences) audience!: Audience;
  /** The purpose of the copy. */
  @IsProse(500) purpose!: string;
}

/** The place of the content. */
export interface ContentOfEvidence {
  readonly id: string;
  readonly record: string;
  readonly file: StoredFile;
}

const refuses = platformRefusals('resource.not-found');
const evidence = { stream: cases, of: ({ caseId }: { caseId: string }) => caseId, may: worksOnEvidence };

/** The item, for the people who work on its case. */
async function itemIn(
  { caseId, evidenceId }: { caseId: string; evidenceId: string },
  reads: QueryReads,
  refuse: RefuseOf<typeof refuses>,
): Promise<PresentEvidence> {
  return itemOf(caseId, await reads.state(evidences, evidenceId), refuse);
}

type Details = Partial<
  DataOf<typeof EvidenceDownloaded> &
    DataOf<typeof EvidenceTransferred> &
    DataOf<typeof EvidenceSuperseded> &
    DataOf<typeof EvidenceWithdrawn> &
    DataOf<typeof EvidenceDisclosed>
>;

const stepOf = ({ type, recordedAt, actor, data }: StoredEvent): CustodyStep => {
  // The fields of the arrival are in the item itself.
  const step: Details = type === EvidenceReceived.type ? {} : (data as Details);
  return {
    type,
    at: recordedAt,
    by: actor.person,
    office: actor.office,
    audience: step.audience ?? null,
    purpose: step.purpose ?? null,
    on: step.on ?? null,
    custodian: step.custodian ?? null,
    location: step.location ?? null,
    reason: step.reason ?? null,
    supersededBy: step.by ?? null,
    proceedingId: step.proceedingId ?? null,
    shownAs: step.shownAs ?? null,
    withheld: step.withheld?.what ?? null,
    withheldBecause: step.withheld?.why ?? null,
  };
};

export const GetEvidenceHandler = streamQuery(GetEvidence, {
  ...evidence,
  refuses,
  async run(query, _, reads, refuse): Promise<EvidenceInFull> {
    const { status, caseId, file } = await itemIn(query, reads, refuse);
    const history = await reads.history(streamName(evidences.name, query.evidenceId));
    const received = history[0]?.data as DataOf<typeof EvidenceReceived>;
    return {
      id: query.evidenceId,
      caseId,
      form: received.form,
      status,
      description: received.description,
      obtained: received.obtained,
      collectedOn: received.collectedOn,
      collectedBy: received.collectedBy,
      source: received.source,
      custodian: received.custodian,
      location: received.location,
      walledFromProsecutor: received.compelled,
      fromPersonalAccount: received.fromPersonalAccount,
      counselBasis: received.counselBasis,
      file: file && { ...file },
      custody: history.map(stepOf),
    };
  },
});

export const GetEvidenceContentHandler = streamQuery(GetEvidenceContent, {
  ...evidence,
  views: [interviewList],
  refuses: { ...refuses, ...downloadRefusals },
  async run(query, _, reads, refuse): Promise<ContentOfEvidence> {
    const { caseId, file, compelled } = await itemIn(query, reads, refuse);
    if (!file) return refuse('evidence.no-file');
    const walled = compelled || (await recordsCompelled(caseId, query.evidenceId, reads.current)).recordsCompelled;
    if (walled && isProsecution(query.audience)) return refuse('evidence.compelled-walled');
    return { id: query.evidenceId, record: recordOfCase(caseId), file };
  },
});

/**
 * Whether the caller may add to a case's evidence. It is asked before the first byte of a file is
 * read.
 */
export class AdmitEvidence extends AsOfQuery<boolean> {
  @IsUUID() caseId!: string;
}

export const AdmitEvidenceHandler = streamQuery(AdmitEvidence, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: worksOnEvidence,
  run: async (): Promise<boolean> => true,
});
