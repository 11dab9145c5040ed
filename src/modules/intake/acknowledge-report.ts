import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { ReportAcknowledged, reportRefusals, reports } from '../reports/reports.public.js';
import { roleOf } from './report-roles.js';

/**
 * Acknowledges to the sender that the city received the report. The sender sees it when they follow
 * the report.
 */
export class AcknowledgeReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
}

export const AcknowledgeReportHandler = commandHandler(AcknowledgeReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: { ...platformRefusals('resource.not-found'), ...reportRefusals('report.acknowledged-already') },
  knows: roleOf,
  opens(state, { facts: { part }, refuse }) {
    if (!part.works) return refuse('resource.not-found');
    return state.acknowledgedOn === null ? state : refuse('report.acknowledged-already');
  },
  decide: (_, __, { today }) => [ReportAcknowledged({ on: today })],
});
