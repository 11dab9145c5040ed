import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { hearingOfficer, proceedings, subject } from '../proceedings/proceedings.public.js';
import { recordsCompelled } from './compelled.js';
import { type Audience, audiences, DisclosedEvidenceSeen, EvidenceDownloaded, EvidenceViewed, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, worksOnEvidence } from './evidence-access.js';

/**
 * Records that the caller reads all that is recorded of an item. It is given before the item is
 * answered.
 */
export class RecordEvidenceView extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
}

export const RecordEvidenceViewHandler = commandHandler(RecordEvidenceView, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: platformRefusals('resource.not-found'),
  opens: (state, { judgedId, refuse }) => itemOf(judgedId, state, refuse),
  decide: ({ caseId }) => [EvidenceViewed({ caseId })],
});

/**
 * Records that the caller takes a copy, with its audience and its purpose. It is given before the
 * first byte is sent.
 */
export class RecordEvidenceDownload extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  @IsIn(audiences) audience!: Audience;
  @IsProse(500) purpose!: string;
}

export const downloadRefusals = evidenceRefusals('evidence.no-file', 'evidence.compelled-walled');

export const RecordEvidenceDownloadHandler = commandHandler(RecordEvidenceDownload, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...platformRefusals('resource.not-found'), ...downloadRefusals },
  opens(state, { judgedId, refuse }) {
    const item = itemOf(judgedId, state, refuse);
    return item.file ? item : refuse('evidence.no-file');
  },
  gather: ({ caseId, evidenceId }, _, reads) => recordsCompelled(caseId, evidenceId, reads),
  decide({ caseId, audience, purpose }, { compelled }, { facts, refuse }) {
    if ((compelled || facts.recordsCompelled) && isProsecution(audience)) return refuse('evidence.compelled-walled');
    return [EvidenceDownloaded({ caseId, audience, purpose: seal(purpose) })];
  },
});

/** Whether a compelled statement is walled from this audience. */
export const isProsecution = (audience: Audience): boolean => audience === 'police' || audience === 'prosecutor';

/**
 * Records that a subject, or the hearing officer of their grievance, reads a disclosed item or
 * takes a copy of it.
 */
export class RecordDisclosedLook extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsUUID() evidenceId!: string;
  @IsIn(['viewed', 'downloaded']) how!: 'viewed' | 'downloaded';
}

export const disclosedRefusals = evidenceRefusals('evidence.no-file', 'evidence.withheld-in-part');

export const RecordDisclosedLookHandler = commandHandler(RecordDisclosedLook, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: { stream: proceedings, of: ({ proceedingId }) => proceedingId },
  may: [subject, hearingOfficer],
  impartial: { own: 'It was disclosed to the subject.' },
  refuses: { ...platformRefusals('resource.not-found'), ...disclosedRefusals },
  opens: ({ caseId, file, disclosed }, { judgedId, refuse }) => ({
    ...{ caseId, file },
    disclosed: disclosed.get(judgedId) ?? refuse('resource.not-found'),
  }),
  decide({ proceedingId, how }, { caseId, file, disclosed }, { refuse }) {
    if (how === 'downloaded' && !file) return refuse('evidence.no-file');
    if (how === 'downloaded' && disclosed.withheld) return refuse('evidence.withheld-in-part');
    return [DisclosedEvidenceSeen({ caseId, proceedingId, how })];
  },
});
