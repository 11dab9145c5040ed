import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceReceived, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { judgedOnCase, worksOnEvidence } from './evidence-access.js';

/**
 * Logs a physical thing as evidence, for example a telephone, a notebook or a print, with its place
 * and its custodian.
 */
export class LogPhysicalEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** What the thing is. */
  @IsProse(2000) description!: string;
  /** How it was obtained. */
  @IsProse(2000) obtained!: string;
  /** The day of its collection. */
  @IsDay() collectedOn!: Day;
  /** The name of the person who collected it. */
  @IsName() collectedBy!: string;
  /** The name of the person from whom it came. */
  @IsOptional() @IsName() source?: string;
  /** The name of its custodian. */
  @IsName() custodian!: string;
  /** Its place. */
  @IsProse(500) location!: string;
}

export const LogPhysicalEvidenceHandler = commandHandler(LogPhysicalEvidence, {
  stream: evidences,
  of: (_, newId) => newId('evidence'),
  creates: true,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: evidenceRefusals('evidence.day-in-future'),
  opens: 'always',
  decide({ caseId, description, obtained, collectedOn, collectedBy, source, custodian, location }, _, { today, refuse }) {
    if (collectedOn > today) return refuse('evidence.day-in-future', { fields: ['collectedOn'] });
    return [
      EvidenceReceived({
        caseId,
        form: 'thing',
        description: seal(description),
        obtained: seal(obtained),
        collectedOn,
        collectedBy: seal(collectedBy),
        source: source ? seal(source) : null,
        custodian: seal(custodian),
        location: seal(location),
        compelled: false,
        fromPersonalAccount: false,
        counselBasis: null,
        file: null,
      }),
    ];
  },
});
