import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceReceived, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { judgedOnCase, mustBeUninvolvedIn, standingIn, standingRefusals, worksOnEvidence } from './evidence-access.js';

/** Logs a thing as evidence: a telephone, a notebook, a print; where it lies and who keeps it. */
export class LogPhysicalEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** What it is. */
  @IsProse(2000) description!: string;
  /** How it was obtained. */
  @IsProse(2000) obtained!: string;
  /** The day on which it was collected. */
  @IsDay() collectedOn!: Day;
  /** By whom it was collected. */
  @IsName() collectedBy!: string;
  /** From whom it came. */
  @IsOptional() @IsName() source?: string;
  /** Who keeps it. */
  @IsName() custodian!: string;
  /** Where it lies. */
  @IsProse(500) location!: string;
}

export const LogPhysicalEvidenceHandler = commandHandler(LogPhysicalEvidence, {
  stream: evidences,
  of: (_, newId) => newId('evidence'),
  creates: true,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...standingRefusals, ...evidenceRefusals('evidence.day-in-future') },
  gather: async ({ caseId }, _, reads) => ({ standing: await standingIn(caseId, reads) }),
  decide({ caseId, description, obtained, collectedOn, collectedBy, source, custodian, location }, _, { today, facts, refuse }) {
    mustBeUninvolvedIn(facts.standing, refuse);
    if (collectedOn > today) return refuse('evidence.day-in-future');
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
