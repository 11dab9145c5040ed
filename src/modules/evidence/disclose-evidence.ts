import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { proceedings } from '../proceedings/proceedings.public.js';
import { EvidenceDisclosed, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { disclosesEvidence, itemOf, judgedOnCase } from './evidence-access.js';

/**
 * Shows an item to a subject, with the notice or before it. If a part is withheld, the subject
 * learns which and why, and does not get the content. A redacted copy can be added as an item of
 * its own and disclosed whole.
 */
export class DiscloseEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  /** Id of the subject's proceeding. */
  @IsUUID() proceedingId!: string;
  /** The description of the item for the subject. */
  @IsProse(2000) shownAs!: string;
  /** The part that is withheld. */
  @IsOptional() @IsProse(2000) withheld?: string | null;
  @IsOptional() @IsProse(2000) withheldBecause?: string | null;
}

export const DiscloseEvidenceHandler = commandHandler(DiscloseEvidence, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: disclosesEvidence,
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...evidenceRefusals(
      'evidence.not-held',
      'evidence.no-such-proceeding',
      'evidence.subject-not-told',
      'evidence.disclosed-already',
      'evidence.withholding-unclear',
    ),
  },
  opens(given, { judgedId, refuse }) {
    const item = itemOf(judgedId, given, refuse);
    return item.status === 'held' ? item : refuse('evidence.not-held');
  },
  gather: async ({ proceedingId }, _, reads) => ({ proceeding: await reads.state(proceedings, proceedingId) }),
  decide({ caseId, proceedingId, shownAs, withheld, withheldBecause }, item, { facts: { proceeding }, refuse }) {
    if (proceeding.status === 'absent' || proceeding.caseId !== caseId) return refuse('evidence.no-such-proceeding');
    if (proceedings.hiddenFrom?.(proceeding, proceeding.subject)) return refuse('evidence.subject-not-told');
    if (item.disclosed.has(proceedingId)) return refuse('evidence.disclosed-already');
    if (Boolean(withheld) !== Boolean(withheldBecause))
      return refuse('evidence.withholding-unclear', { fields: [withheld ? 'withheldBecause' : 'withheld'] });
    return [
      EvidenceDisclosed({
        caseId,
        proceedingId,
        subject: proceeding.subject,
        shownAs: seal(shownAs),
        withheld: withheld && withheldBecause ? { what: seal(withheld), why: seal(withheldBecause) } : null,
      }),
    ];
  },
});
