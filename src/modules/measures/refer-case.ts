import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CaseReferred, cases, decider, intake, type ReferredTo, referredTo } from '../cases/cases.public.js';
import { holdsCompelled } from '../evidence/evidence.public.js';
import { measureRefusals } from './measures.refusals.js';

/**
 * Records that the matter was referred to the police, the insurer or another body. The case
 * continues; it may rest meanwhile.
 */
export class ReferCase extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(referredTo) to!: ReferredTo;
  /** Name of the body. */
  @IsName() body!: string;
  @IsProse(20_000) reasons!: string;
  @IsDay() on!: Day;
}

export const ReferCaseHandler = commandHandler(ReferCase, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [intake, decider, office('City Attorney')],
  refuses: measureRefusals('measure.day-in-future', 'measure.referral-walled'),
  opens: 'always',
  gather: ({ caseId }, _, reads) => holdsCompelled(caseId, reads),
  decide({ to, body, reasons, on }, _, { caller, today, facts, newId, refuse }) {
    if (on > today) return refuse('measure.day-in-future');
    // A referral may be made from the compelled statement if its author knows the statement.
    // Counsel answers for what goes to the police.
    const counsel = caller.offices.some((held) => held.office === 'City Attorney');
    if (to === 'police' && facts.holdsCompelled && !counsel) return refuse('measure.referral-walled');
    return [CaseReferred({ referralId: newId('referral'), to, body: seal(body), reasons: seal(reasons), on })];
  },
});
