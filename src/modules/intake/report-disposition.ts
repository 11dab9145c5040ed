import { platformRefusals, type Refuse } from '../../platform/refusals/refuse.js';
import { caseIdOf } from '../cases/cases.public.js';
import { type PresentReport, reportRefusals } from '../reports/reports.public.js';
import type { ReportRole } from './report-roles.js';

/** What `mustBeOpen` can give. */
export const dispositionRefusals = {
  ...platformRefusals('resource.not-found'),
  ...reportRefusals('report.decided-already', 'report.case-under-way'),
};

/**
 * What becomes of a report itself is decided by those who take it in, once, while the case that was opened on it is in triage and
 * nobody is alleged anything; after that the case decides. Answers that case's id.
 */
export function mustBeOpen(
  reportId: string,
  state: PresentReport,
  part: ReportRole | undefined,
  refuse: Refuse<keyof typeof dispositionRefusals>,
): string {
  if (!part?.takesIn || part.matter.status === 'absent') return refuse('resource.not-found');
  if (state.status !== 'attached' && state.status !== 'received') return refuse('report.decided-already');
  if (part.caseId !== caseIdOf(reportId)) return refuse('report.decided-already');
  // Where other reports joined it, the case is no longer this report's alone.
  if (part.matter.status !== 'triage' || part.matter.allegations.size > 0 || part.matter.reports.length > 1)
    return refuse('report.case-under-way');
  return part.caseId;
}
