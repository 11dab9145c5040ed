import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { type Due, process } from '../../platform/processes/process.js';
import {
  CaseClosed,
  CaseDeclined,
  CaseEscalated,
  CaseHandledInformally,
  CaseOpened,
  CaseReopened,
  CaseResumed,
  CaseSuspended,
  DeterminationIssued,
  FactAdmitted,
  InvestigationOpened,
  InvestigationReportFiled,
  InvestigationReportReturned,
  InvestigationResumed,
} from './case.js';
import { EscalateCase } from './escalate-case.js';
import {
  DisciplineImposed,
  NoActionTaken,
  ProceedingSeparated,
  ProceedingSettled,
  proceedingId,
  ReturnedToInvestigation,
} from './proceeding.js';

interface Watched {
  readonly caseId: string;
  /** Proceedings in which something was sustained and nothing decided. */
  readonly undecided: readonly string[];
}

const events = {
  CaseOpened,
  InvestigationOpened,
  InvestigationReportFiled,
  FactAdmitted,
  CaseHandledInformally,
  DeterminationIssued,
  InvestigationResumed,
  DisciplineImposed,
  NoActionTaken,
  ProceedingSeparated,
  ProceedingSettled,
  ReturnedToInvestigation,
  CaseDeclined,
  CaseEscalated,
  CaseClosed,
  InvestigationReportReturned,
  CaseSuspended,
  CaseResumed,
  CaseReopened,
};

const due = (caseId: string, dueAt: string, undecided: readonly string[] = []): Due<Watched> => ({ dueAt, data: { caseId, undecided } });
const ofCase = ({ data }: { readonly data: { readonly caseId: string } }): string[] => [data.caseId];

/** Once all is decided nobody is late; the time to grieve is the subject's own. */
const decided = (row: Due<Watched> | null, { stream }: StoredEvent): Due<Watched> | null => {
  const undecided = row?.data.undecided.filter((id) => id !== streamParts(stream).id) ?? [];
  return row && undecided.length > 0 ? { ...row, data: { ...row.data, undecided } } : null;
};

/** A case whose step in hand is past due is escalated, once for each due date. */
export const escalateCase = process<Watched, typeof events>({
  name: 'escalate_case',
  version: 3,
  events,
  keys: {
    DisciplineImposed: ofCase,
    NoActionTaken: ofCase,
    ProceedingSeparated: ofCase,
    ProceedingSettled: ofCase,
    ReturnedToInvestigation: ofCase,
  },
  fold: {
    CaseOpened: (_, { data }, caseId) => due(caseId, data.dueAt),
    InvestigationOpened: (_, { data }, caseId) => due(caseId, data.dueAt),
    InvestigationReportFiled: (_, { data }, caseId) => due(caseId, data.dueAt),
    FactAdmitted: (row, { data }, caseId) =>
      row && { ...row, data: { caseId, undecided: [...row.data.undecided, proceedingId(caseId, data.subject)] } },
    CaseHandledInformally: (row, { data }, caseId) =>
      row && row.data.undecided.length > 0 ? due(caseId, data.dueAt, row.data.undecided) : null,
    DeterminationIssued: (_, { data }, caseId) => {
      const sustained = data.outcomes.filter(({ outcome }) => outcome === 'sustained').map(({ subject }) => proceedingId(caseId, subject));
      return sustained.length > 0 ? due(caseId, data.dueAt, [...new Set(sustained)]) : null;
    },
    DisciplineImposed: decided,
    NoActionTaken: decided,
    ProceedingSeparated: decided,
    ProceedingSettled: decided,
    ReturnedToInvestigation: decided,
    InvestigationResumed: (_, { data }, caseId) => due(caseId, data.dueAt),
    CaseDeclined: () => null,
    CaseEscalated: () => null,
    CaseClosed: () => null,
    InvestigationReportReturned: (_, { data }, caseId) => due(caseId, data.dueAt),
    CaseSuspended: () => null,
    CaseResumed: (_, { data }, caseId) => (data.dueAt === null ? null : due(caseId, data.dueAt)),
    CaseReopened: (_, { data }, caseId) => due(caseId, data.dueAt),
  },
  act: ({ caseId }) => Object.assign(new EscalateCase(), { caseId }),
});
