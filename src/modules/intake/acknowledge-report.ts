import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { ReportAcknowledged, reportRefusals, reports } from '../reports/reports.public.js';
import { roleOf } from './report-roles.js';

/** Acknowledges to the sender that a report came in: they see it where they follow the report. */
export class AcknowledgeReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
}

export const AcknowledgeReportHandler = commandHandler(AcknowledgeReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: { ...platformRefusals('resource.not-found'), ...reportRefusals('report.acknowledged-already') },
  gather: ({ reportId }, state, reads) => roleOf(reportId, state, reads),
  decide(_, state, { today, facts: { part }, refuse }) {
    if (!part?.works) return refuse('resource.not-found');
    if (state.acknowledgedOn !== null) return refuse('report.acknowledged-already');
    return [ReportAcknowledged({ on: today })];
  },
});
