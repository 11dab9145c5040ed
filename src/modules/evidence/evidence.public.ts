export { holdsCompelled } from './compelled.js';
export {
  DisclosedEvidenceSeen,
  EvidenceDownloaded,
  EvidenceReceived,
  EvidenceViewed,
  evidences,
  fileOf,
  type PresentEvidence,
  recordOfCase,
} from './evidence.js';
export { judgedOnCase, worksOnEvidence } from './evidence-access.js';
export { evidenceList, ListEvidenceHandler } from './evidence-list.view.js';
export {
  InterviewCorrected,
  IntervieweeIdentified,
  InterviewHeld,
  interviews,
  isWalledFromProsecutor,
  type PresentInterview,
  SubjectHeardUntold,
} from './interview.js';
export { compelledMarking, interviewList, ListInterviewsHandler, readsInterviews } from './interview-list.view.js';
