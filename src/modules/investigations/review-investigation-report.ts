import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseRefusals, cases, InvestigationReportReviewed, recused, reportersIn } from '../cases/cases.public.js';

const opinions = ['sufficient', 'insufficient'] as const;

/**
 * Records counsel's review of the investigation report, before the determination. A later review
 * replaces it.
 */
export class ReviewReport extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(opinions) opinion!: (typeof opinions)[number];
  @IsProse(20_000) note!: string;
}

export const ReviewReportHandler = commandHandler(ReviewReport, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [office('City Attorney')],
  refuses: { ...platformRefusals('access.not-permitted'), ...caseRefusals('case.no-report-filed') },
  gather: async (_, state, reads) => ({ reporters: await reportersIn(state, reads) }),
  decide({ opinion, note }, state, { caller, facts, refuse }) {
    if (recused(state, facts.reporters, caller.person)) return refuse('access.not-permitted');
    if (state.status !== 'reported') return refuse('case.no-report-filed');
    return [InvestigationReportReviewed({ opinion, note: seal(note) })];
  },
});
