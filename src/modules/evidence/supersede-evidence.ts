import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { EvidenceSuperseded, evidences } from './evidence.js';
import { evidenceRefusals } from './evidence.refusals.js';
import { apart, itemOf, judgedOnCase, mustStandApartFrom, standingIn, worksOnEvidence } from './evidence-access.js';

/** A better item takes the place of this one, which stays on record. */
export class SupersedeEvidence extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() evidenceId!: string;
  /** Id of the item that takes its place. */
  @IsUUID() by!: string;
  @IsProse(2000) reason!: string;
}

export const SupersedeEvidenceHandler = slice(SupersedeEvidence, {
  stream: evidences,
  of: ({ evidenceId }) => evidenceId,
  judgedOn: judgedOnCase,
  may: worksOnEvidence,
  refuses: { ...apart, ...evidenceRefusals('evidence.not-held', 'evidence.other-item-unfit', 'evidence.compelled-unmarked') },
  gather: async ({ caseId, by }, _, reads) => ({ standing: await standingIn(caseId, reads), other: await reads.state(evidences, by) }),
  decide({ caseId, evidenceId, by, reason }, state, { facts: { standing, other }, refuse }) {
    mustStandApartFrom(standing, refuse);
    const { status, compelled } = itemOf(caseId, state, refuse);
    if (status !== 'held') return refuse('evidence.not-held');
    if (by === evidenceId || other.status !== 'held' || other.caseId !== caseId) return refuse('evidence.other-item-unfit');
    if (compelled && !other.compelled) return refuse('evidence.compelled-unmarked');
    return [EvidenceSuperseded({ caseId, by, reason: seal(reason) })];
  },
});
