import type { OpenContext } from '../../platform/commands/command-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { caseIdOf } from '../cases/cases.public.js';
import { type PresentReport, reportRefusals } from '../reports/reports.public.js';
import type { ReportRole } from './report-roles.js';

/** Refusals of `mustBeOpen`. */
export const dispositionRefusals = {
  ...platformRefusals('resource.not-found'),
  ...reportRefusals('report.decided-already', 'report.case-under-way'),
};

/**
 * For `opens`: the people who take in a report may still decide on the report itself. Returns its
 * case's id. They decide once, while the case that was opened on it is in triage and nothing is
 * alleged. After that, decisions are made on the case.
 */
export function mustBeOpen(
  state: PresentReport,
  { id, facts: { part }, refuse }: OpenContext<{ readonly part: ReportRole }, keyof typeof dispositionRefusals>,
): { readonly caseId: string } {
  if (!part.takesIn || part.matter.status === 'absent') return refuse('resource.not-found');
  if (state.status !== 'attached' && state.status !== 'received') return refuse('report.decided-already');
  if (part.caseId !== caseIdOf(id)) return refuse('report.decided-already');
  // After other reports joined the case, it no longer belongs to this report alone.
  if (part.matter.status !== 'triage' || part.matter.allegations.size > 0 || part.matter.reports.length > 1)
    return refuse('report.case-under-way');
  return { caseId: part.caseId };
}
