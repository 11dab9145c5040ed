import type { ModuleDefinition } from '../../platform/module-definition.js';
import { DecideDisciplineHandler } from './decide-discipline.js';
import { disciplineTasks } from './discipline.tasks.js';
import { GetProceedingHandler } from './get-proceeding.js';
import { HoldProceedingHandler } from './hold-proceeding.js';
import { InformSubjectHandler } from './inform-subject.js';
import { LapseResponseHandler } from './lapse-response.js';
import { lapseResponse } from './lapse-response.process.js';
import { ListComparablesHandler } from './list-comparables.js';
import { MakeFinalHandler } from './make-final.js';
import { makeFinal } from './make-final.process.js';
import { GetProceedingActionsHandler } from './proceeding-actions.js';
import { ProposeDisciplineHandler } from './propose-discipline.js';
import { PutAllegationHandler } from './put-allegation.js';
import { putAllegation } from './put-allegation.process.js';
import { RecordLegalReviewHandler } from './record-legal-review.js';
import { RecordOutcomeHandler } from './record-outcome.js';
import { recordOutcome } from './record-outcome.process.js';
import { RecordResponseHandler } from './record-response.js';
import { RecordSeparationHandler } from './record-separation.js';
import { ReduceDisciplineHandler } from './reduce-discipline.js';
import { ReopenProceedingHandler } from './reopen-proceeding.js';
import { reopenProceeding } from './reopen-proceeding.process.js';
import { ResumeProceedingHandler } from './resume-proceeding.js';
import { ReturnToInvestigationHandler } from './return-to-investigation.js';
import { ServeNoticeHandler } from './serve-notice.js';
import { SettleProceedingHandler } from './settle-proceeding.js';
import { GoOnWithCaseHandler, RestWithCaseHandler } from './suspend-with-case.js';
import { restWithCase } from './suspend-with-case.process.js';
import { TakeBackAllegationHandler } from './take-back-allegation.js';
import { takeBackAllegation } from './take-back-allegation.process.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const disciplineDefinition: ModuleDefinition = {
  name: 'discipline',
  streams: [],
  commandHandlers: [
    PutAllegationHandler,
    InformSubjectHandler,
    RecordResponseHandler,
    RecordOutcomeHandler,
    ProposeDisciplineHandler,
    RecordLegalReviewHandler,
    ServeNoticeHandler,
    LapseResponseHandler,
    DecideDisciplineHandler,
    MakeFinalHandler,
    RestWithCaseHandler,
    GoOnWithCaseHandler,
    TakeBackAllegationHandler,
    ReopenProceedingHandler,
    HoldProceedingHandler,
    ResumeProceedingHandler,
    RecordSeparationHandler,
    SettleProceedingHandler,
    ReturnToInvestigationHandler,
    ReduceDisciplineHandler,
  ],
  queryHandlers: [GetProceedingActionsHandler, GetProceedingHandler, ListComparablesHandler],
  views: [],
  tasks: [disciplineTasks],
  processes: [putAllegation, recordOutcome, lapseResponse, makeFinal, takeBackAllegation, reopenProceeding, restWithCase],
  routes: () => import('./discipline.routes.js'),
  sights: [ListComparablesHandler, GetProceedingHandler],
  clauses: {
    'VIO-3': { monitors: [lapseResponse, makeFinal] },
  },
};
