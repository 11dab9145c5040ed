import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { caseRefusals, cases, InvestigationResumed } from '../cases/cases.public.js';
import { deadlinesToday, dueIn } from '../procedure/procedure.public.js';
import { proceedingId as proceedingOf } from '../proceedings/proceedings.public.js';

/**
 * Resumes an investigation after the determination: the sustained allegations of one subject need
 * new findings.
 */
export class ResumeInvestigation extends Command<Receipt> {
  @IsUUID() caseId!: string;
  /** The subject's proceeding, which was sent back. */
  @IsUUID() proceedingId!: string;
}

export const ResumeInvestigationHandler = commandHandler(ResumeInvestigation, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: caseRefusals('case.not-determined', 'case.procedure-missing'),
  knows: async (_, reads) => ({ deadlines: await deadlinesToday(reads) }),
  opens(state, { facts, refuse }) {
    // Several proceedings may be sent back in turn. The investigation is resumed for each.
    if (state.status !== 'determined' && state.status !== 'investigating') return refuse('case.not-determined');
    return { allegations: state.allegations, within: (facts.deadlines ?? refuse('case.procedure-missing')).investigation };
  },
  decide({ caseId, proceedingId }, { allegations, within }, context) {
    const theirs = [...allegations]
      .filter(([, one]) => proceedingOf(caseId, one.subject) === proceedingId && one.finding)
      .map(([id]) => id);
    return [InvestigationResumed({ proceedingId, allegationIds: theirs, dueAt: dueIn(within, context) })];
  },
});
