import { type Due, process } from '../../platform/processes/process.js';
import { ReportDeclined, ReportMoved, ReportReferred } from '../reports/reports.public.js';
import { CaseClosed, CaseDeclined, CaseHandledInformally, InvestigationOpened } from './case.js';
import { type Aside, SetAsideCase } from './decline-orphaned-case.js';

interface Work {
  readonly caseId: string;
  readonly report: Aside;
}
const aside = (caseId: string, report: Aside, dueAt: string): Due<Work> => ({ dueAt, data: { caseId, report } });

/** Declines a case whose report went elsewhere, unless triage came first. */
export const setAsideCase = process({
  name: 'set_aside_case',
  version: 2,
  events: { ReportDeclined, ReportReferred, ReportMoved, CaseDeclined, CaseHandledInformally, InvestigationOpened, CaseClosed },
  keys: {
    ReportDeclined: ({ data }) => [data.caseId],
    ReportReferred: ({ data }) => [data.caseId],
    ReportMoved: ({ data }) => [data.from],
  },
  fold: {
    ReportDeclined: (_, { data, recordedAt }) => aside(data.caseId, 'declined', recordedAt),
    ReportReferred: (_, { data, recordedAt }) => aside(data.caseId, 'referred', recordedAt),
    ReportMoved: (_, { data, recordedAt }) => aside(data.from, 'moved', recordedAt),
    CaseDeclined: () => null,
    CaseHandledInformally: () => null,
    InvestigationOpened: () => null,
    CaseClosed: () => null,
  },
  act: (data: Work) => Object.assign(new SetAsideCase(), data),
});
