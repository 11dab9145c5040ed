export { cases } from './case.js';
export { type FileAudience, fileAudiences, hasFile } from './case-file.js';
export { type DraftedFile, draftFile, finishFile } from './case-file-finish.js';
export { type CaseSource, gatherCase, type Head } from './case-file-material.js';
export { pageOf } from './case-file-page.js';
export { caseWall, ViewWalls } from './case-wall.view.js';
export { evidences, fileOf } from './evidence.js';
export { FollowUpCode, followUpRefusals, opened, withoutReport } from './follow-up.js';
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
export { callersStanding, mustStandApart, recusal, type Standing } from './recusal.js';
export { codeHolder, mayBeWrittenTo, type PresentReport, type ReportState, reports, sender } from './report.js';
export { type Part, partIn, partOf } from './report-part.js';
