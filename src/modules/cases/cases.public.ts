export { cases } from './case.js';
export type { CaseFile } from './case-file.js';
export { type FileAudience, fileAudiences } from './case-file-audience.js';
export { CaseFileDesk } from './case-file-desk.js';
export { type FileFormat, fileFormats } from './case-file-finish.js';
export { filesOf, nobody, sightsOf, sightViews } from './case-sights.js';
export { caseWall, ViewWalls } from './case-wall.view.js';
export { withEarlierShown } from './earlier-shown.js';
export { evidences, fileOf } from './evidence.js';
export { FollowUpCode, followUpRefusals, opened, withoutReport } from './follow-up.js';
export { readsProseOf } from './get-case.js';
export { GetCaseFile, GetCaseFileHandler } from './get-case-file.js';
export type { GrievanceStep } from './grievance-step.js';
export { interviews } from './interview.js';
export { grievancesOn, procedure, procedureId } from './procedure.js';
export {
  courseOf,
  disciplines,
  hears,
  type PresentProceeding,
  type ProceedingState,
  type proceedingEvents,
  proceedings,
  subject,
} from './proceeding.js';
export { eventsOf } from './proceeding-account.js';
export { RecordCaseLook } from './record-case-look.js';
export { callersStanding, mustStandApart, recusal, type Standing } from './recusal.js';
export { codeHolder, mayBeWrittenTo, type PresentReport, type ReportState, reports, sender } from './report.js';
export { type Part, partIn, partOf } from './report-part.js';
