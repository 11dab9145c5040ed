export { AssignInvestigator } from './assign-investigator.js';
export { FileReport } from './file-investigation-report.js';
export { FrameAllegation } from './frame-allegation.js';
export { IssueDetermination } from './issue-determination.js';
export { RecordFinding } from './record-finding.js';
