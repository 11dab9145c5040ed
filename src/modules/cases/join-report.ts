import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { reportRefusals, reports } from '../reports/reports.public.js';
import { candidate, partiesOf, settledToday } from './authority.js';
import { caseRefusals, cases, ReportJoined, subjectsOf } from './case.js';
import { consequences } from './reassign-authority.js';
import { reportersOf } from './reporters.js';

/**
 * Takes a moved report into its new case. Its accused are walled off from the whole case, and its
 * reporter is recused.
 */
export class JoinReport extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() reportId!: string;
}

export const JoinReportHandler = commandHandler(JoinReport, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [system],
  refuses: { ...reportRefusals('report.attached-already'), ...caseRefusals('case.nobody-decides') },
  opens: 'always',
  async gather({ reportId }, state, reads) {
    const report = await reads.state(reports, reportId);
    const accused = report.status === 'absent' ? [] : report.accused;
    const joined = state.status === 'absent' ? state : { ...state, accused: [...new Set([...state.accused, ...accused])] };
    const reporters = await reportersOf([...(state.status === 'absent' ? [] : state.reports), reportId], reads);
    const parties = partiesOf(joined, reporters);
    const { settled, deciders } = await settledToday(parties, reads);
    const investigator = 'investigator' in state ? state.investigator : null;
    const investigatorStays = !investigator || (await candidate(investigator, parties, deciders, reads)).may;
    return { accused, settled, investigatorStays };
  },
  decide({ reportId }, state, { facts, refuse }) {
    if (state.reports.includes(reportId)) return refuse('report.attached-already');
    const settled = facts.settled ?? refuse('case.nobody-decides');
    const subjects = [...new Set([...subjectsOf(state), ...facts.accused])];
    return [
      ReportJoined({ reportId, accused: [...facts.accused], subjects, reports: [...state.reports, reportId] }),
      ...consequences(state, { ...facts, settled }),
    ];
  },
});
