import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceWithdrawn, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals, worksOnEvidence } from './evidence-access.js';

/**
 * Withdraws an item: it turned out false, or should not have been admitted. It stays on record, and
 * nobody relies on it any more.
 */
export class WithdrawEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  @IsProse(2000) reason!: string;
}

export const WithdrawEvidenceHandler = commandHandler(WithdrawEvidence, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...standingRefusals, ...evidenceRefusals('evidence.not-held') },
  gather: async ({ caseId }, _, reads) => ({ standing: await standingIn(caseId, reads) }),
  decide({ caseId, reason }, state, { facts, refuse }) {
    mustBeUninvolvedIn(facts.standing, refuse);
    if (itemOf(caseId, state, refuse).status !== 'held') return refuse('evidence.not-held');
    return [EvidenceWithdrawn({ caseId, reason: seal(reason) })];
  },
});
