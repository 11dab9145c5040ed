export { actsFor, decidesFor, holding } from './authorities.js';
export { type CityTime, counted, countingOf, deadlinesOfDay, deadlinesToday, dueIn, lastDay, spanOf, stoodStill } from './deadlines.js';
export { type Counting, GrievanceStep } from './grievance-step.js';
export { aboutItsCase, itsCase } from './its-case.js';
export { departs, isLighter, lighterRung, nextRung, weightOn } from './ladder.js';
export { defaultProcedure, defaultReportTerms } from './procedure.defaults.js';
export {
  type Chain,
  chainOn,
  type DeadlineName,
  grievancesOn,
  type Ladder,
  ladderOn,
  lineFor,
  type Party,
  type ProcedureState,
  procedure,
  procedureId,
} from './procedure.js';
export { asksEmployees, termsOn } from './report-terms.js';
export { IsRungId } from './rung-id.js';
export { SetChainOfAuthorities } from './set-chain-of-authorities.js';
export { SetDeadlines } from './set-deadlines.js';
export { SetGrievanceSteps } from './set-grievance-steps.js';
export { SetHolidays } from './set-holidays.js';
export { SetLadder } from './set-ladder.js';
export { SetReportTerms } from './set-report-terms.js';
export {
  type AbeyanceCause,
  Act,
  type Authority,
  AuthorityName,
  abeyanceCauses,
  authorities,
  DayText,
  type DeclineGround,
  Deed,
  declineGrounds,
  Id,
  Instant,
  type LinkKind,
  linkKinds,
  OfficeName,
  OrNull,
  type Outcome,
  outcomes,
  Rung,
  type Service,
  type SettledAuthority,
  type Standard,
  services,
  standards,
} from './vocabulary.js';
