import type { Parts } from '../../platform/parts.js';
import { AddRebuttalHandler } from './add-rebuttal.js';
import { AdvanceGrievanceHandler } from './advance-grievance.js';
import { AssignInvestigatorHandler } from './assign-investigator.js';
import { AttachReportHandler } from './attach-report.js';
import { attachReport } from './attach-report.process.js';
import { cases } from './case.js';
import { caseList, ListCasesHandler } from './case-list.view.js';
import { caseWall } from './case-wall.view.js';
import { CloseCaseHandler } from './close-case.js';
import { closeCase } from './close-case.process.js';
import { CorrectDisciplineHandler } from './correct-discipline.js';
import { CorrectPriorDisciplineHandler } from './correct-prior-discipline.js';
import { DecideDisciplineHandler } from './decide-discipline.js';
import { DecideGrievanceHandler } from './decide-grievance.js';
import { disciplineHistory } from './discipline-history.view.js';
import { EnterPriorDisciplineHandler } from './enter-prior-discipline.js';
import { EscalateCaseHandler } from './escalate-case.js';
import { escalateCase } from './escalate-case.process.js';
import { ExhaustGrievanceHandler } from './exhaust-grievance.js';
import { exhaustGrievance } from './exhaust-grievance.process.js';
import { ExpungeDisciplineHandler } from './expunge-discipline.js';
import { ExpungePriorDisciplineHandler } from './expunge-prior-discipline.js';
import { FileGrievanceHandler } from './file-grievance.js';
import { FileReportHandler } from './file-report.js';
import { FlagGrievanceCopyHandler } from './flag-grievance-copy.js';
import { flagGrievanceCopy } from './flag-grievance-copy.process.js';
import { FrameAllegationHandler } from './frame-allegation.js';
import { GetCaseHandler } from './get-case.js';
import { GetDisciplineHistoryHandler } from './get-discipline-history.js';
import { GetProcedureHandler } from './get-procedure.js';
import { GetProceedingHandler } from './get-proceeding.js';
import { GiveGrievanceCopyHandler } from './give-grievance-copy.js';
import { HoldProceedingHandler } from './hold-proceeding.js';
import { InformSubjectHandler } from './inform-subject.js';
import { IssueDeterminationHandler } from './issue-determination.js';
import { LapseResponseHandler } from './lapse-response.js';
import { lapseResponse } from './lapse-response.process.js';
import { MakeFinalHandler } from './make-final.js';
import { makeFinal } from './make-final.process.js';
import { NameWitnessHandler } from './name-witness.js';
import { OpenCaseHandler } from './open-case.js';
import { openCase } from './open-case.process.js';
import { priors } from './prior-discipline.js';
import { procedure } from './procedure.js';
import { proceedings } from './proceeding.js';
import { ProposeDisciplineHandler } from './propose-discipline.js';
import { PutAllegationHandler } from './put-allegation.js';
import { putAllegation } from './put-allegation.process.js';
import { RebutPriorDisciplineHandler } from './rebut-prior-discipline.js';
import { ReceiveReportHandler } from './receive-report.js';
import { RecordFindingHandler } from './record-finding.js';
import { RecordLegalReviewHandler } from './record-legal-review.js';
import { RecordOutcomeHandler } from './record-outcome.js';
import { recordOutcome } from './record-outcome.process.js';
import { RecordResponseHandler } from './record-response.js';
import { RecordSeparationHandler } from './record-separation.js';
import { ReduceDisciplineHandler } from './reduce-discipline.js';
import { reports } from './report.js';
import { ResumeInvestigationHandler } from './resume-investigation.js';
import { resumeInvestigation } from './resume-investigation.process.js';
import { ResumeProceedingHandler } from './resume-proceeding.js';
import { ReturnToInvestigationHandler } from './return-to-investigation.js';
import { ServeNoticeHandler } from './serve-notice.js';
import { SetChainOfAuthoritiesHandler } from './set-chain-of-authorities.js';
import { SetDeadlinesHandler } from './set-deadlines.js';
import { SetGrievanceStepsHandler } from './set-grievance-steps.js';
import { SetHolidaysHandler } from './set-holidays.js';
import { SetLadderHandler } from './set-ladder.js';
import { SettleProceedingHandler } from './settle-proceeding.js';
import { TriageCaseHandler } from './triage-case.js';
import { WithdrawGrievanceHandler } from './withdraw-grievance.js';
import { WithdrawPriorDisciplineHandler } from './withdraw-prior-discipline.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const casesParts: Parts = {
  name: 'cases',
  streams: [procedure, reports, cases, proceedings, priors],
  slices: [
    SetLadderHandler,
    SetChainOfAuthoritiesHandler,
    SetDeadlinesHandler,
    ReceiveReportHandler,
    AttachReportHandler,
    OpenCaseHandler,
    TriageCaseHandler,
    FrameAllegationHandler,
    NameWitnessHandler,
    AssignInvestigatorHandler,
    RecordFindingHandler,
    FileReportHandler,
    IssueDeterminationHandler,
    EscalateCaseHandler,
    CloseCaseHandler,
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
    ResumeInvestigationHandler,
    SetGrievanceStepsHandler,
    SetHolidaysHandler,
    FileGrievanceHandler,
    AdvanceGrievanceHandler,
    DecideGrievanceHandler,
    WithdrawGrievanceHandler,
    ExhaustGrievanceHandler,
    GiveGrievanceCopyHandler,
    FlagGrievanceCopyHandler,
    HoldProceedingHandler,
    ResumeProceedingHandler,
    RecordSeparationHandler,
    SettleProceedingHandler,
    ReturnToInvestigationHandler,
    ReduceDisciplineHandler,
    ExpungeDisciplineHandler,
    CorrectDisciplineHandler,
    AddRebuttalHandler,
    EnterPriorDisciplineHandler,
    CorrectPriorDisciplineHandler,
    WithdrawPriorDisciplineHandler,
    ExpungePriorDisciplineHandler,
    RebutPriorDisciplineHandler,
  ],
  reads: [ListCasesHandler, GetCaseHandler, GetProcedureHandler, GetProceedingHandler, GetDisciplineHistoryHandler],
  views: [caseList, caseWall, disciplineHistory],
  processes: [
    openCase,
    attachReport,
    escalateCase,
    closeCase,
    putAllegation,
    recordOutcome,
    lapseResponse,
    makeFinal,
    exhaustGrievance,
    flagGrievanceCopy,
    resumeInvestigation,
  ],
};
