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

/** Attaches a report to an existing case to which it is related, instead of its own, which is declined. */
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
  async gather({ reportId, caseId }, state, reads) {
    const target = await reads.state(cases, caseId);
    const { caller } = reads;
    const theirs =
      target.status !== 'absent' &&
      !cases.hiddenFrom?.(target, caller.person) &&
      !recused(target, await reportersIn(target, reads), caller.person) &&
      (intake.admits(caller, target) ?? decider.admits(caller, target)) !== undefined;
    return { ...(await roleOf(reportId, state, reads)), target: theirs ? target : undefined };
  },
  decide({ reportId, caseId, reasons }, state, { facts: { part, target }, refuse }) {
    const from = mustBeOpen(reportId, state, part, refuse);
    if (caseId === from) return refuse('report.same-case');
    if (!target) return refuse('report.no-such-case');
    if (target.status !== 'triage' && target.status !== 'investigating') return refuse('report.case-over');
    return [ReportMoved({ caseId, from, reasons: seal(reasons) })];
  },
});
