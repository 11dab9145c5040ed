import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceSuperseded, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals, worksOnEvidence } from './evidence-access.js';

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
  refuses: { ...standingRefusals, ...evidenceRefusals('evidence.not-held', 'evidence.other-item-unfit', 'evidence.compelled-unmarked') },
  gather: async ({ caseId, by }, _, reads) => ({ standing: await standingIn(caseId, reads), other: await reads.state(evidences, by) }),
  decide({ caseId, evidenceId, by, reason }, state, { facts: { standing, other }, refuse }) {
    mustBeUninvolvedIn(standing, refuse);
    const { status, compelled } = itemOf(caseId, state, refuse);
    if (status !== 'held') return refuse('evidence.not-held');
    if (by === evidenceId || other.status !== 'held' || other.caseId !== caseId) return refuse('evidence.other-item-unfit');
    if (compelled && !other.compelled) return refuse('evidence.compelled-unmarked');
    return [EvidenceSuperseded({ caseId, by, reason: seal(reason) })];
  },
});
