import type { Shows } from '../../platform/events/stream.js';
import type { caseEvents } from './case.events.js';

/**
 * Who reads of a case. `mitigation`: the offices that mitigate. `proceeding`: who reads the proceeding in
 * which an allegation was put. `prosecutor` and `public`: for whom a file of the case is made.
 */
export type CaseAudience =
  | 'intake'
  | 'decider'
  | 'investigator'
  | 'counsel'
  | 'auditor'
  | 'hr'
  | 'mitigation'
  | 'proceeding'
  | 'prosecutor'
  | 'public';

const prose = ['intake', 'decider', 'investigator', 'counsel', 'auditor', 'prosecutor'] as const;
/** HR sees outcomes, without the prose. */
const outcomes = [...prose, 'hr'] as const;
const told = { '*': outcomes, prose } as const;
const mitigation = { '*': [...outcomes, 'mitigation'], prose: [...prose, 'mitigation'] } as const;
/** A case's witnesses, whom only those know who hear them or weigh what they said. */
const witnesses = { '*': ['decider', 'investigator'] } as const;
/** Counsel's privilege: those whom counsel advises in the case. */
const advised = ['intake', 'decider', 'counsel'] as const;

export const caseShows: Shows<typeof caseEvents, CaseAudience> = {
  CaseOpened: { ...told, openedOn: [...outcomes, 'public'], ref: [...outcomes, 'proceeding', 'public'] },
  ReportJoined: told,
  AuthoritySettled: { ...told, decides: [...outcomes, 'public'] },
  CaseDeclined: told,
  CaseHandledInformally: told,
  InvestigationOpened: told,
  AllegationFramed: {
    '*': [...outcomes, 'proceeding'],
    prose: [...prose, 'proceeding'],
    clause: [...outcomes, 'proceeding', 'public'],
    policyVersion: [...outcomes, 'proceeding', 'public'],
    reports: outcomes,
    unresolved: outcomes,
  },
  SiteNamed: told,
  FactAdmitted: told,
  WitnessNamed: witnesses,
  InvestigatorAssigned: told,
  InvestigatorReleased: told,
  FindingRecorded: told,
  InvestigationReportFiled: told,
  // Why the report suffices nevertheless tells what counsel found.
  DeterminationIssued: { ...told, outcomes: [...outcomes, 'public'], overReview: advised },
  InvestigationResumed: told,
  CaseEscalated: told,
  CaseClosed: told,
  AuthorityVacated: told,
  ConflictDeclared: { '*': ['decider', 'counsel'], reasons: ['counsel'] },
  AllegationWithdrawn: told,
  InvestigationPlanned: told,
  InvestigatorEngaged: told,
  InvestigationReportReviewed: { '*': advised },
  InvestigationReportReturned: told,
  CaseSuspended: told,
  CaseResumed: told,
  DecisionPostponed: told,
  CaseReopened: told,
  CasesLinked: told,
  MitigationBegun: mitigation,
  MitigationCompleted: mitigation,
  CaseReferred: told,
  ReferralAnswered: told,
  HoldPlaced: told,
  HoldLifted: told,
  InterimMeasureOrdered: told,
  InterimReviewFellDue: told,
  InterimMeasureContinued: told,
  InterimMeasureEnded: told,
};
