import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceWithdrawn, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, worksOnEvidence } from './evidence-access.js';

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
  refuses: { ...platformRefusals('resource.not-found'), ...evidenceRefusals('evidence.not-held') },
  opens(given, { judgedId, refuse }) {
    const item = itemOf(judgedId, given, refuse);
    return item.status === 'held' ? item : refuse('evidence.not-held');
  },
  decide: ({ caseId, reason }) => [EvidenceWithdrawn({ caseId, reason: seal(reason) })],
});
