import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { ReportReferred, reports } from '../reports/reports.public.js';
import { dispositionRefusals, mustBeOpen } from './report-disposition.js';
import { roleOf } from './report-roles.js';

/** Hands a report to another body that is responsible for it. Its case is declined. */
export class ReferReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
  /** The body: the police, another agency, an insurer. */
  @IsName() to!: string;
  @IsProse(20_000) reasons!: string;
}

export const ReferReportHandler = commandHandler(ReferReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: dispositionRefusals,
  knows: roleOf,
  opens: mustBeOpen,
  decide: ({ to, reasons }, { caseId }) => [ReportReferred({ caseId, to: seal(to), reasons: seal(reasons) })],
});
