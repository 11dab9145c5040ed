import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, decider, intake, recused, reportersIn } from '../cases/cases.public.js';
import { ReportMoved, reportRefusals, reports } from '../reports/reports.public.js';
import { dispositionRefusals, mustBeOpen } from './report-disposition.js';
import { roleOf } from './report-roles.js';

/** Attaches a report to a related case instead of its own. Its own case is declined. */
export class MoveReport extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsUUID() caseId!: string;
  /** How they are related. */
  @IsProse(20_000) reasons!: string;
}

export const MoveReportHandler = commandHandler(MoveReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: { ...dispositionRefusals, ...reportRefusals('report.same-case', 'report.no-such-case', 'report.case-over') },
  knows: roleOf,
  opens: mustBeOpen,
  async gather({ caseId }, _, reads) {
    const target = await reads.state(cases, caseId);
    const { caller } = reads;
    const theirs =
      target.status !== 'absent' &&
      !cases.hiddenFrom?.(target, caller.person) &&
      !recused(target, await reportersIn(target, reads), caller.person) &&
      (intake.admits(caller, target) ?? decider.admits(caller, target)) !== undefined;
    return { target: theirs ? target : undefined };
  },
  decide({ caseId, reasons }, { caseId: from }, { facts: { target }, refuse }) {
    if (caseId === from) return refuse('report.same-case');
    if (!target) return refuse('report.no-such-case');
    if (target.status !== 'triage' && target.status !== 'investigating') return refuse('report.case-over');
    return [ReportMoved({ caseId, from, reasons: seal(reasons) })];
  },
});
