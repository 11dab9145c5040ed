export { cases } from './case.js';
export type { CaseFile } from '../case-file/case-file.js';
export { type FileAudience, fileAudiences } from '../case-file/case-file-audience.js';
export { CaseFileDesk } from '../case-file/case-file-export.js';
export { type FileFormat, fileFormats } from '../case-file/case-file-render.js';
export { filesOf, nobody, sightsOf, sightViews } from '../audit/case-visibility.js';
export { caseWall, ViewWalls } from './case-wall.view.js';
export { withEarlierShown } from '../histories/visible-prior-discipline.js';
export { evidences, fileOf } from '../evidence/evidence.js';
export { FollowUpCode, followUpRefusals, opened, withoutReport } from '../reports/follow-up-code.js';
export { readsProseOf } from './get-case.js';
export { GetCaseFile, GetCaseFileHandler } from '../case-file/get-case-file.js';
export type { GrievanceStep } from '../procedure/grievance-step.js';
export { interviews } from '../evidence/interview.js';
export { grievancesOn, procedure, procedureId } from '../procedure/procedure.js';
export {
  courseOf,
  disciplines,
  hears,
  type PresentProceeding,
  type ProceedingState,
  type proceedingEvents,
  proceedings,
  subject,
} from '../proceedings/proceeding.js';
export { eventsOf } from '../discipline/proceeding-disclosure.js';
export { RecordCaseLook } from '../case-file/record-case-access.js';
export { callersStanding, mustStandApart, recusal, type Standing } from './standing.js';
export { codeHolder, mayBeWrittenTo, type PresentReport, type ReportState, reports, sender } from '../reports/report.js';
export { type Part, partIn, partOf } from '../intake/report-roles.js';
