export { siteNamed, siteOf } from './allegation-site.js';
export {
  answersToAny,
  authorityHoldersToday,
  type Candidate,
  candidate,
  investigatesSuperior,
  lineAbove,
  naming,
  partiesOf,
} from './authority.js';
export {
  type Allegation,
  AllegationFramed,
  AllegationWithdrawn,
  awaitingFinding,
  CaseClosed,
  CaseEscalated,
  CaseReopened,
  type CaseState,
  ConflictDeclared,
  caseEvents,
  caseRefusals,
  cases,
  DeterminationIssued,
  decider,
  FindingRecorded,
  InvestigationPlanned,
  InvestigationReportFiled,
  InvestigationReportReturned,
  InvestigationReportReviewed,
  InvestigationResumed,
  InvestigatorAssigned,
  InvestigatorEngaged,
  InvestigatorReleased,
  inHand,
  intake,
  investigator,
  isFraming,
  type PresentCase,
  subjectsOf,
  underHold,
  WitnessNamed,
} from './case.js';
export {
  CaseReferred,
  HoldLifted,
  HoldPlaced,
  type InterimKind,
  InterimMeasureContinued,
  InterimMeasureEnded,
  InterimMeasureOrdered,
  InterimReviewFellDue,
  interimKinds,
  MitigationBegun,
  MitigationCompleted,
  measureEvents,
  ReferralAnswered,
  type ReferredTo,
  referredTo,
} from './case.measures.js';
export type { CaseStatus } from './case-list.view.js';
export { parsedRef } from './case-ref.js';
export { caseRefList, caseRefs } from './case-ref.view.js';
export { caseWall } from './case-wall.view.js';
export { clauseCitation } from './clause-citation.view.js';
export { actOf, actRefusals, asksAct, CouncilAct } from './council-act.js';
export { deedRefusals, IsDayOrInstant, lastDayOf, pinned } from './deed.js';
export { GetCaseHandler, readsProseOf } from './get-case.js';
export { GetMeasuresHandler } from './get-measures.js';
export { caseIdOf } from './open-case.js';
export { consequences } from './reassign-authority.js';
export { recused, reportersIn, reportersOf } from './reporters.js';
export { callersStanding, caseOf, type Standing, standingOf } from './standing.js';
export { TriageCase } from './triage-case.js';
