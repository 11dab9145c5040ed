import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { IsProse } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct } from './council-act.js';
import { courseOf, disciplines, isOver, ProceedingSettled, proceedings } from './proceeding.js';
import { proceedingRefusals } from './proceeding.refusals.js';
import { callersStanding, caseOf, mustStandApart, recusal } from './recusal.js';
import { type Authority, authorities } from './shapes.js';

/**
 * Ends a proceeding by agreement, before anything was imposed; after that, a grievance is settled, or the discipline reduced. Counsel
 * enters what the deciding authority approved.
 */
export class SettleProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(20_000) terms!: string;
  /** The authority that decides, which approved the terms. */
  @IsIn(authorities) approvedBy!: Authority;
  /** Council's act, where Council approved. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

export const SettleProceedingHandler = slice(SettleProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('City Attorney')],
  refuses: {
    ...recusal,
    ...proceedingRefusals(
      'proceeding.over',
      'proceeding.not-their-approval',
      'proceeding.act-missing',
      'proceeding.act-misplaced',
      'proceeding.day-in-future',
    ),
  },
  async gather(_, state, reads) {
    const standing = await callersStanding(state, reads);
    const course = state.status === 'absent' ? undefined : courseOf(state);
    if (!course) return { standing, decides: null };
    return { standing, decides: 'decides' in course ? course.decides : (await caseOf(course.caseId, reads)).authority.decides };
  },
  decide({ terms, approvedBy, act }, state, context) {
    const { today, facts, refuse } = context;
    mustStandApart(state, context);
    if (isOver(state) || 'discipline' in courseOf(state)) return refuse('proceeding.over');
    if (approvedBy !== facts.decides) return refuse('proceeding.not-their-approval');
    if (approvedBy === 'Council' && !act) return refuse('proceeding.act-missing');
    if (approvedBy !== 'Council' && act) return refuse('proceeding.act-misplaced');
    if (act && act.meetingOn > today) return refuse('proceeding.day-in-future');
    const named = act ? { meetingOn: act.meetingOn, motion: act.motion } : null;
    return [ProceedingSettled({ caseId: state.caseId, on: today, terms: seal(terms), approvedBy, act: named })];
  },
});
