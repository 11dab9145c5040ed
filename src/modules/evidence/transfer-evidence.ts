import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceTransferred, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { itemOf, judgedOnCase, worksOnEvidence } from './evidence-access.js';

/**
 * Gives an item, or the medium that holds it, into other hands or to another place. After its
 * withdrawal it may also go back to the person from whom it came.
 */
export class TransferEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  /** The day of the transfer. */
  @IsDay() on!: Day;
  /** The name of its custodian from then on. */
  @IsName() custodian!: string;
  /** Its place from then on. */
  @IsProse(500) location!: string;
  @IsProse(2000) reason!: string;
}

export const TransferEvidenceHandler = commandHandler(TransferEvidence, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...platformRefusals('resource.not-found'), ...evidenceRefusals('evidence.day-in-future') },
  opens: (state, { judgedId, refuse }) => itemOf(judgedId, state, refuse),
  decide({ caseId, on, custodian, location, reason }, _, { today, refuse }) {
    if (on > today) return refuse('evidence.day-in-future', { fields: ['on'] });
    return [EvidenceTransferred({ caseId, on, custodian: seal(custodian), location: seal(location), reason: seal(reason) })];
  },
});
