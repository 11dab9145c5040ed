import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type Ground, grounds, ReportDeclined, reports } from '../reports/reports.public.js';
import { dispositionRefusals, mustBeOpen } from './report-disposition.js';
import { roleOf } from './report-roles.js';

/** Declines a report as out of scope, with a ground and reasons; its case is declined with it. */
export class DeclineReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
  /**
   * `personal-use`: the handbook governs it; `e-mail`: it is not social media; `not-this-policy`:
   * any other reason.
   */
  @IsIn(grounds) ground!: Ground;
  @IsProse(20_000) reasons!: string;
}

export const DeclineReportHandler = commandHandler(DeclineReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: dispositionRefusals,
  knows: roleOf,
  opens: mustBeOpen,
  decide: ({ ground, reasons }, { caseId }) => [ReportDeclined({ caseId, ground, reasons: seal(reasons) })],
});
