import type { Parts } from '../../platform/parts.js';
import { AcknowledgeReportHandler } from './acknowledge-report.js';
import { AssignInvestigatorHandler } from './assign-investigator.js';
import { AttachReportHandler } from './attach-report.js';
import { attachReport } from './attach-report.process.js';
import { cases } from './case.js';
import { caseList, ListCasesHandler } from './case-list.view.js';
import { caseWall } from './case-wall.view.js';
import { MarkCheckInOverdueHandler, RecordCheckInHandler, ScheduleCheckInHandler } from './check-in.js';
import { checkInOverdue, scheduleCheckIn } from './check-in.process.js';
import { CloseCaseHandler } from './close-case.js';
import { closeCase } from './close-case.process.js';
import { DecideDisciplineHandler } from './decide-discipline.js';
import { DeclineReportHandler } from './decline-report.js';
import { disciplineHistory } from './discipline-history.view.js';
import { AnnounceDisclosureHandler, DiscloseReporterHandler } from './disclose-reporter.js';
import { EscalateCaseHandler } from './escalate-case.js';
import { escalateCase } from './escalate-case.process.js';
import { FileReportHandler } from './file-report.js';
import { FollowReportHandler } from './follow-report.js';
import { FrameAllegationHandler } from './frame-allegation.js';
import { GetCaseHandler } from './get-case.js';
import { GetDisciplineHistoryHandler } from './get-discipline-history.js';
import { GetProcedureHandler } from './get-procedure.js';
import { GetProceedingHandler } from './get-proceeding.js';
import { GetReportHandler } from './get-report.js';
import { GetReporterHandler } from './get-reporter.js';
import { InformSubjectHandler } from './inform-subject.js';
import { IssueDeterminationHandler } from './issue-determination.js';
import { JoinReportHandler } from './join-report.js';
import { joinReport } from './join-report.process.js';
import { LapseResponseHandler } from './lapse-response.js';
import { lapseResponse } from './lapse-response.process.js';
import { MakeFinalHandler } from './make-final.js';
import { makeFinal } from './make-final.process.js';
import { MoveReportHandler } from './move-report.js';
import { NameWitnessHandler } from './name-witness.js';
import { OpenCaseHandler } from './open-case.js';
import { openCase } from './open-case.process.js';
import { procedure } from './procedure.js';
import { proceedings } from './proceeding.js';
import { ProposeDisciplineHandler } from './propose-discipline.js';
import { PutAllegationHandler } from './put-allegation.js';
import { putAllegation } from './put-allegation.process.js';
import { ReceivePublicReportHandler } from './receive-public-report.js';
import { ReceiveReportHandler } from './receive-report.js';
import { RecordFindingHandler } from './record-finding.js';
import { RecordLegalReviewHandler } from './record-legal-review.js';
import { RecordOutcomeHandler } from './record-outcome.js';
import { recordOutcome } from './record-outcome.process.js';
import { RecordReporterLookHandler } from './record-reporter-look.js';
import { RecordResponseHandler } from './record-response.js';
import { ReferReportHandler } from './refer-report.js';
import { reports } from './report.js';
import { ListReportDutiesHandler, reportDuties } from './report-duties.view.js';
import { ReportRetaliationHandler } from './report-retaliation.js';
import { ServeNoticeHandler } from './serve-notice.js';
import { SetAsideCaseHandler } from './set-aside-case.js';
import { setAsideCase } from './set-aside-case.process.js';
import { SetChainOfAuthoritiesHandler } from './set-chain-of-authorities.js';
import { SetDeadlinesHandler } from './set-deadlines.js';
import { SetLadderHandler } from './set-ladder.js';
import { SetReportTermsHandler } from './set-report-terms.js';
import { TriageCaseHandler } from './triage-case.js';
import { WriteAsSenderHandler, WriteToSenderHandler } from './write-messages.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const casesParts: Parts = {
  name: 'cases',
  streams: [procedure, reports, cases, proceedings],
  slices: [
    SetLadderHandler,
    SetChainOfAuthoritiesHandler,
    SetDeadlinesHandler,
    ReceiveReportHandler,
    AttachReportHandler,
    ReceivePublicReportHandler,
    ReportRetaliationHandler,
    AcknowledgeReportHandler,
    WriteAsSenderHandler,
    WriteToSenderHandler,
    DeclineReportHandler,
    ReferReportHandler,
    MoveReportHandler,
    JoinReportHandler,
    SetAsideCaseHandler,
    AnnounceDisclosureHandler,
    DiscloseReporterHandler,
    RecordReporterLookHandler,
    ScheduleCheckInHandler,
    RecordCheckInHandler,
    MarkCheckInOverdueHandler,
    SetReportTermsHandler,
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
  ],
  reads: [
    ListCasesHandler,
    GetCaseHandler,
    GetProcedureHandler,
    GetProceedingHandler,
    GetDisciplineHistoryHandler,
    FollowReportHandler,
    GetReportHandler,
    GetReporterHandler,
    ListReportDutiesHandler,
  ],
  views: [caseList, caseWall, disciplineHistory, reportDuties],
  processes: [
    openCase,
    attachReport,
    escalateCase,
    closeCase,
    putAllegation,
    recordOutcome,
    lapseResponse,
    makeFinal,
    joinReport,
    setAsideCase,
    scheduleCheckIn,
    checkInOverdue,
  ],
};
