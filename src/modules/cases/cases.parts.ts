import type { Parts } from '../../platform/parts.js';
import { AcknowledgeReportHandler } from './acknowledge-report.js';
import { AddEvidenceHandler } from './add-evidence.js';
import { AddRebuttalHandler } from './add-rebuttal.js';
import { AdvanceGrievanceHandler } from './advance-grievance.js';
import { AmendAllegationHandler } from './amend-allegation.js';
import { AppointHearingOfficerHandler } from './appoint-hearing-officer.js';
import { AssignInvestigatorHandler } from './assign-investigator.js';
import { AttachReportHandler } from './attach-report.js';
import { attachReport } from './attach-report.process.js';
import { BeginMitigationHandler } from './begin-mitigation.js';
import { CancelInterviewHandler } from './cancel-interview.js';
import { cases } from './case.js';
import { caseList } from './case-list.view.js';
import { caseWall } from './case-wall.view.js';
import { MarkCheckInOverdueHandler, RecordCheckInHandler, ScheduleCheckInHandler } from './check-in.js';
import { checkInOverdue, scheduleCheckIn } from './check-in.process.js';
import { clauseCitation, ListClauseCitationsHandler } from './clause-citation.view.js';
import { CloseCaseHandler } from './close-case.js';
import { closeCase } from './close-case.process.js';
import { CompleteMitigationHandler } from './complete-mitigation.js';
import { CorrectDisciplineHandler } from './correct-discipline.js';
import { CorrectInterviewHandler } from './correct-interview.js';
import { CorrectPriorDisciplineHandler } from './correct-prior-discipline.js';
import { DecideDisciplineHandler } from './decide-discipline.js';
import { DecideGrievanceHandler } from './decide-grievance.js';
import { DecideRepresentativeHandler } from './decide-representative.js';
import { DeclareConflictHandler } from './declare-conflict.js';
import { DeclineReportHandler } from './decline-report.js';
import { disciplineHistory } from './discipline-history.view.js';
import { DiscloseEvidenceHandler } from './disclose-evidence.js';
import { AnnounceDisclosureHandler, DiscloseReporterHandler } from './disclose-reporter.js';
import {
  disclosedEvidence,
  GetDisclosedContentHandler,
  GetDisclosedEvidenceHandler,
  ListDisclosedEvidenceHandler,
} from './disclosed-evidence.view.js';
import { EndEngagementHandler } from './end-engagement.js';
import { endEngagement } from './end-engagement.process.js';
import { EngageInvestigatorHandler } from './engage-investigator.js';
import { EnterPriorDisciplineHandler } from './enter-prior-discipline.js';
import { EscalateCaseHandler } from './escalate-case.js';
import { escalateCase } from './escalate-case.process.js';
import { evidences } from './evidence.js';
import { evidenceList, ListEvidenceHandler } from './evidence-list.view.js';
import { ExhaustGrievanceHandler } from './exhaust-grievance.js';
import { exhaustGrievance } from './exhaust-grievance.process.js';
import { ExpungeDisciplineHandler } from './expunge-discipline.js';
import { ExpungePriorDisciplineHandler } from './expunge-prior-discipline.js';
import { FileGrievanceHandler } from './file-grievance.js';
import { FileReportHandler } from './file-report.js';
import { FlagGrievanceCopyHandler } from './flag-grievance-copy.js';
import { flagGrievanceCopy } from './flag-grievance-copy.process.js';
import { FollowReportHandler } from './follow-report.js';
import { FrameAllegationHandler } from './frame-allegation.js';
import { GetCaseHandler } from './get-case.js';
import { GetCaseChangesHandler } from './get-case-changes.js';
import { GetCaseloadHandler } from './get-caseload.js';
import { GetDisciplineHistoryHandler } from './get-discipline-history.js';
import { AdmitEvidenceHandler, GetEvidenceContentHandler, GetEvidenceHandler } from './get-evidence.js';
import { GetMeasuresHandler } from './get-measures.js';
import { GetProcedureHandler } from './get-procedure.js';
import { GetProceedingHandler } from './get-proceeding.js';
import { GetReportHandler } from './get-report.js';
import { GetReporterHandler } from './get-reporter.js';
import { GiveGrievanceCopyHandler } from './give-grievance-copy.js';
import { grievanceList, ListGrievancesHandler } from './grievance-list.view.js';
import { HoldInterviewHandler } from './hold-interview.js';
import { HoldProceedingHandler } from './hold-proceeding.js';
import { InformSubjectHandler } from './inform-subject.js';
import { interimReviewList, ListInterimReviewsHandler } from './interim-review-list.view.js';
import { interviews } from './interview.js';
import { GetInterviewHandler, interviewList, ListInterviewsHandler } from './interview-list.view.js';
import { IssueDeterminationHandler } from './issue-determination.js';
import { JoinReportHandler } from './join-report.js';
import { joinReport } from './join-report.process.js';
import { LapseResponseHandler } from './lapse-response.js';
import { lapseResponse } from './lapse-response.process.js';
import { ListLateStepsHandler, lateStepList } from './late-step-list.view.js';
import { LiftHoldHandler } from './lift-hold.js';
import { LinkCasesHandler } from './link-cases.js';
import { ListCasesHandler } from './list-cases.js';
import { ListComparablesHandler } from './list-comparables.js';
import { ListOwnReportsHandler } from './list-own-reports.js';
import { LogPhysicalEvidenceHandler } from './log-physical-evidence.js';
import { ListLooksHandler, lookList } from './look-list.view.js';
import { MakeFinalHandler } from './make-final.js';
import { makeFinal } from './make-final.process.js';
import { MissInterimReviewHandler } from './miss-interim-review.js';
import { missInterimReview } from './miss-interim-review.process.js';
import { MovePriorDisciplineHandler } from './move-prior-discipline.js';
import { MoveReportHandler } from './move-report.js';
import { NameWitnessHandler } from './name-witness.js';
import { OpenCaseHandler } from './open-case.js';
import { openCase } from './open-case.process.js';
import { OrderInterimMeasureHandler } from './order-interim-measure.js';
import { ListOverridesHandler, overrideList } from './override-list.view.js';
import { PlaceHoldHandler } from './place-hold.js';
import { PlanInterviewHandler } from './plan-interview.js';
import { PlanInvestigationHandler } from './plan-investigation.js';
import { PostponeDecisionHandler } from './postpone-decision.js';
import { priors } from './prior-discipline.js';
import { procedure } from './procedure.js';
import { proceedings } from './proceeding.js';
import { ProposeDisciplineHandler } from './propose-discipline.js';
import { PutAllegationHandler } from './put-allegation.js';
import { putAllegation } from './put-allegation.process.js';
import { RebutPriorDisciplineHandler } from './rebut-prior-discipline.js';
import { ReceivePublicReportHandler } from './receive-public-report.js';
import { ReceiveReportHandler } from './receive-report.js';
import { RecordDisclosedLookHandler, RecordEvidenceDownloadHandler, RecordEvidenceViewHandler } from './record-evidence-look.js';
import { RecordFindingHandler } from './record-finding.js';
import { RecordLegalReviewHandler } from './record-legal-review.js';
import { RecordLinkHandler } from './record-link.js';
import { recordLink } from './record-link.process.js';
import { RecordOutcomeHandler } from './record-outcome.js';
import { recordOutcome } from './record-outcome.process.js';
import { RecordReferralResultHandler } from './record-referral-result.js';
import { RecordReporterLookHandler } from './record-reporter-look.js';
import { RecordResponseHandler } from './record-response.js';
import { RecordSeparationHandler } from './record-separation.js';
import { ReduceDisciplineHandler } from './reduce-discipline.js';
import { ReferCaseHandler } from './refer-case.js';
import { ReferReportHandler } from './refer-report.js';
import { RelayReportHandler } from './relay-report.js';
import { ReleaseHearingOfficerHandler } from './release-hearing-officer.js';
import { ReleaseInvestigatorHandler } from './release-investigator.js';
import { ReopenCaseHandler } from './reopen-case.js';
import { ReopenProceedingHandler } from './reopen-proceeding.js';
import { reopenProceeding } from './reopen-proceeding.process.js';
import { reports } from './report.js';
import { ListReportDutiesHandler, reportDuties } from './report-duties.view.js';
import { ReportRetaliationHandler } from './report-retaliation.js';
import { GoOnWithCaseHandler, RestWithCaseHandler } from './rest-with-case.js';
import { restWithCase } from './rest-with-case.process.js';
import { ResumeCaseHandler } from './resume-case.js';
import { ResumeInvestigationHandler } from './resume-investigation.js';
import { resumeInvestigation } from './resume-investigation.process.js';
import { ResumeProceedingHandler } from './resume-proceeding.js';
import { ReturnReportHandler } from './return-report.js';
import { ReturnToInvestigationHandler } from './return-to-investigation.js';
import { ReviewInterimMeasureHandler } from './review-interim-measure.js';
import { ReviewReportHandler } from './review-report.js';
import { SearchCasesHandler } from './search-cases.js';
import { caseSearchables } from './searchables.js';
import { ServeNoticeHandler } from './serve-notice.js';
import { SetAsideCaseHandler } from './set-aside-case.js';
import { setAsideCase } from './set-aside-case.process.js';
import { SetChainOfAuthoritiesHandler } from './set-chain-of-authorities.js';
import { SetDeadlinesHandler } from './set-deadlines.js';
import { SetGrievanceStepsHandler } from './set-grievance-steps.js';
import { SetHolidaysHandler } from './set-holidays.js';
import { SetLadderHandler } from './set-ladder.js';
import { SetReportTermsHandler } from './set-report-terms.js';
import { SettleAuthorityHandler } from './settle-authority.js';
import { SettleProceedingHandler } from './settle-proceeding.js';
import { SupersedeEvidenceHandler } from './supersede-evidence.js';
import { SuspendCaseHandler } from './suspend-case.js';
import { TakeBackAllegationHandler } from './take-back-allegation.js';
import { takeBackAllegation } from './take-back-allegation.process.js';
import { TransferEvidenceHandler } from './transfer-evidence.js';
import { TriageCaseHandler } from './triage-case.js';
import { WithdrawAllegationHandler } from './withdraw-allegation.js';
import { WithdrawEvidenceHandler } from './withdraw-evidence.js';
import { WithdrawGrievanceHandler } from './withdraw-grievance.js';
import { WithdrawPriorDisciplineHandler } from './withdraw-prior-discipline.js';
import { WriteAsSenderHandler, WriteToSenderHandler } from './write-messages.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const casesParts: Parts = {
  name: 'cases',
  streams: [procedure, reports, cases, proceedings, evidences, interviews, priors],
  slices: [
    SetLadderHandler,
    SetChainOfAuthoritiesHandler,
    SetDeadlinesHandler,
    ReceiveReportHandler,
    RelayReportHandler,
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
    PostponeDecisionHandler,
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
    AddEvidenceHandler,
    LogPhysicalEvidenceHandler,
    TransferEvidenceHandler,
    SupersedeEvidenceHandler,
    WithdrawEvidenceHandler,
    DiscloseEvidenceHandler,
    RecordEvidenceViewHandler,
    RecordEvidenceDownloadHandler,
    RecordDisclosedLookHandler,
    PlanInterviewHandler,
    DecideRepresentativeHandler,
    HoldInterviewHandler,
    CorrectInterviewHandler,
    CancelInterviewHandler,
    ReviewReportHandler,
    ReturnReportHandler,
    SuspendCaseHandler,
    ResumeCaseHandler,
    RestWithCaseHandler,
    GoOnWithCaseHandler,
    ReopenCaseHandler,
    DeclareConflictHandler,
    SettleAuthorityHandler,
    AmendAllegationHandler,
    WithdrawAllegationHandler,
    PlanInvestigationHandler,
    EngageInvestigatorHandler,
    EndEngagementHandler,
    ReleaseInvestigatorHandler,
    LinkCasesHandler,
    RecordLinkHandler,
    BeginMitigationHandler,
    CompleteMitigationHandler,
    ReferCaseHandler,
    RecordReferralResultHandler,
    PlaceHoldHandler,
    LiftHoldHandler,
    OrderInterimMeasureHandler,
    ReviewInterimMeasureHandler,
    MissInterimReviewHandler,
    TakeBackAllegationHandler,
    ReopenProceedingHandler,
    ResumeInvestigationHandler,
    SetGrievanceStepsHandler,
    SetHolidaysHandler,
    FileGrievanceHandler,
    AdvanceGrievanceHandler,
    DecideGrievanceHandler,
    AppointHearingOfficerHandler,
    ReleaseHearingOfficerHandler,
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
    MovePriorDisciplineHandler,
    WithdrawPriorDisciplineHandler,
    ExpungePriorDisciplineHandler,
    RebutPriorDisciplineHandler,
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
  ],
  reads: [
    ListCasesHandler,
    ListClauseCitationsHandler,
    GetCaseHandler,
    GetCaseChangesHandler,
    GetProcedureHandler,
    GetProceedingHandler,
    GetDisciplineHistoryHandler,
    AdmitEvidenceHandler,
    ListEvidenceHandler,
    GetEvidenceHandler,
    GetEvidenceContentHandler,
    ListDisclosedEvidenceHandler,
    GetDisclosedEvidenceHandler,
    GetDisclosedContentHandler,
    ListInterviewsHandler,
    GetInterviewHandler,
    GetMeasuresHandler,
    FollowReportHandler,
    GetReportHandler,
    GetReporterHandler,
    ListReportDutiesHandler,
    ListOwnReportsHandler,
    SearchCasesHandler,
    ListComparablesHandler,
    GetCaseloadHandler,
    ListOverridesHandler,
    ListLateStepsHandler,
    ListLooksHandler,
    ListGrievancesHandler,
    ListInterimReviewsHandler,
  ],
  views: [
    caseList,
    caseWall,
    clauseCitation,
    disciplineHistory,
    evidenceList,
    disclosedEvidence,
    interviewList,
    reportDuties,
    overrideList,
    lateStepList,
    lookList,
    grievanceList,
    interimReviewList,
  ],
  processes: [
    openCase,
    attachReport,
    escalateCase,
    closeCase,
    putAllegation,
    recordOutcome,
    lapseResponse,
    makeFinal,
    recordLink,
    endEngagement,
    missInterimReview,
    takeBackAllegation,
    reopenProceeding,
    exhaustGrievance,
    flagGrievanceCopy,
    resumeInvestigation,
    joinReport,
    setAsideCase,
    scheduleCheckIn,
    checkInOverdue,
    restWithCase,
  ],
  searchables: caseSearchables,
};
