import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseRefusals, cases, InvestigationReportReviewed } from '../cases/cases.public.js';

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
  refuses: caseRefusals('case.no-report-filed'),
  opens: (state, { refuse }) => (state.status === 'reported' ? state : refuse('case.no-report-filed')),
  decide: ({ opinion, note }) => [InvestigationReportReviewed({ opinion, note: seal(note) })],
});
