import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { ReportAttached, reports } from './report.js';
import { reportRefusals } from './report.refusals.js';

/** Attaches a report to the case that was opened on it. */
export class AttachReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsUUID() caseId!: string;
}

export const AttachReportHandler = commandHandler(AttachReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [system],
  refuses: reportRefusals('report.attached-already'),
  opens: (state, { refuse }) => (state.status === 'received' ? state : refuse('report.attached-already')),
  decide: ({ caseId }) => [ReportAttached({ caseId })],
});
