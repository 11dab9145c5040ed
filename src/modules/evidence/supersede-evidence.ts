import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceSuperseded, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, worksOnEvidence } from './evidence-access.js';

/** Replaces an item by a better one. The replaced item stays on record. */
export class SupersedeEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  /** Id of the item that replaces it. */
  @IsUUID() by!: string;
  @IsProse(2000) reason!: string;
}

export const SupersedeEvidenceHandler = commandHandler(SupersedeEvidence, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...evidenceRefusals('evidence.not-held', 'evidence.other-item-unfit', 'evidence.compelled-unmarked'),
  },
  opens(given, { judgedId, refuse }) {
    const item = itemOf(judgedId, given, refuse);
    return item.status === 'held' ? item : refuse('evidence.not-held');
  },
  gather: async ({ by }, _, reads) => ({ other: await reads.state(evidences, by) }),
  decide({ caseId, evidenceId, by, reason }, { compelled }, { facts: { other }, refuse }) {
    if (by === evidenceId || other.status !== 'held' || other.caseId !== caseId) return refuse('evidence.other-item-unfit');
    if (compelled && !other.compelled) return refuse('evidence.compelled-unmarked');
    return [EvidenceSuperseded({ caseId, by, reason: seal(reason) })];
  },
});
