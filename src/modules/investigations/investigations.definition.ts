import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AmendAllegationHandler } from './amend-allegation.js';
import { AssignInvestigatorHandler } from './assign-investigator.js';
import { EndEngagementHandler } from './end-engagement.js';
import { endEngagement } from './end-engagement.process.js';
import { EngageInvestigatorHandler } from './engage-investigator.js';
import { FileReportHandler } from './file-investigation-report.js';
import { FrameAllegationHandler } from './frame-allegation.js';
import { investigationTasks } from './investigation.tasks.js';
import { IssueDeterminationHandler } from './issue-determination.js';
import { NameWitnessHandler } from './name-witness.js';
import { PlanInvestigationHandler } from './plan-investigation.js';
import { RecordFindingHandler } from './record-finding.js';
import { ReleaseInvestigatorHandler } from './release-investigator.js';
import { ResumeInvestigationHandler } from './resume-investigation.js';
import { resumeInvestigation } from './resume-investigation.process.js';
import { ReturnReportHandler } from './return-investigation-report.js';
import { ReviewReportHandler } from './review-investigation-report.js';
import { WithdrawAllegationHandler } from './withdraw-allegation.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const investigationsDefinition: ModuleDefinition = {
  name: 'investigations',
  streams: [],
  commandHandlers: [
    FrameAllegationHandler,
    NameWitnessHandler,
    AssignInvestigatorHandler,
    RecordFindingHandler,
    FileReportHandler,
    IssueDeterminationHandler,
    ReviewReportHandler,
    ReturnReportHandler,
    AmendAllegationHandler,
    WithdrawAllegationHandler,
    PlanInvestigationHandler,
    EngageInvestigatorHandler,
    EndEngagementHandler,
    ReleaseInvestigatorHandler,
    ResumeInvestigationHandler,
  ],
  queryHandlers: [],
  views: [],
  tasks: [investigationTasks],
  processes: [endEngagement, resumeInvestigation],
  routes: () => import('./investigations.routes.js'),
};
