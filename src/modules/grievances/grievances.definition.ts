import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AdvanceGrievanceHandler } from './advance-grievance.js';
import { AppointHearingOfficerHandler } from './appoint-hearing-officer.js';
import { DecideGrievanceHandler } from './decide-grievance.js';
import { ExhaustGrievanceHandler } from './exhaust-grievance.js';
import { exhaustGrievance } from './exhaust-grievance.process.js';
import { FileGrievanceHandler } from './file-grievance.js';
import { GiveGrievanceCopyHandler } from './give-grievance-copy.js';
import { grievanceTasks } from './grievance.tasks.js';
import { grievanceList, ListGrievancesHandler } from './grievance-list.view.js';
import { FlagGrievanceCopyHandler } from './mark-grievance-copy-overdue.js';
import { flagGrievanceCopy } from './mark-grievance-copy-overdue.process.js';
import { ReleaseHearingOfficerHandler } from './release-hearing-officer.js';
import { WithdrawGrievanceHandler } from './withdraw-grievance.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const grievancesDefinition: ModuleDefinition = {
  name: 'grievances',
  streams: [],
  commandHandlers: [
    FileGrievanceHandler,
    AdvanceGrievanceHandler,
    DecideGrievanceHandler,
    AppointHearingOfficerHandler,
    ReleaseHearingOfficerHandler,
    WithdrawGrievanceHandler,
    ExhaustGrievanceHandler,
    GiveGrievanceCopyHandler,
    FlagGrievanceCopyHandler,
  ],
  queryHandlers: [ListGrievancesHandler],
  views: [grievanceList],
  tasks: [grievanceTasks],
  processes: [exhaustGrievance, flagGrievanceCopy],
  routes: () => import('./grievances.routes.js'),
  clauses: {
    'VIO-3': { monitors: [exhaustGrievance, flagGrievanceCopy] },
  },
};
