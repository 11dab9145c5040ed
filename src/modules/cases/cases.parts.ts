import type { Parts } from '../../platform/parts.js';
import { AcknowledgeReportHandler } from '../intake/acknowledge-report.js';
import { AddEvidenceHandler } from '../evidence/add-evidence.js';
import { AddRebuttalHandler } from '../histories/add-rebuttal.js';
import { AdvanceGrievanceHandler } from '../grievances/advance-grievance.js';
import { AmendAllegationHandler } from '../investigations/amend-allegation.js';
import { AppointHearingOfficerHandler } from '../grievances/appoint-hearing-officer.js';
import { AssignInvestigatorHandler } from '../investigations/assign-investigator.js';
import { AttachReportHandler } from '../reports/attach-report.js';
import { attachReport } from './attach-report.process.js';
import { BeginMitigationHandler } from '../measures/begin-mitigation.js';
import { CancelInterviewHandler } from '../evidence/cancel-interview.js';
import { cases } from './case.js';
import { caseList } from './case-list.view.js';
import { caseLooks } from '../case-file/case-access.js';
import { caseWall } from './case-wall.view.js';
import { MarkCheckInOverdueHandler, RecordCheckInHandler, ScheduleCheckInHandler } from '../intake/check-in.js';
import { checkInOverdue, scheduleCheckIn } from '../intake/check-in.process.js';
import { clauseCitation, ListClauseCitationsHandler } from './clause-citation.view.js';
import { CloseCaseHandler } from './close-case.js';
import { closeCase } from './close-case.process.js';
import { CompleteMitigationHandler } from '../measures/complete-mitigation.js';
import { CorrectDisciplineHandler } from '../histories/correct-discipline.js';
import { CorrectInterviewHandler } from '../evidence/correct-interview.js';
import { CorrectPriorDisciplineHandler } from '../histories/correct-prior-discipline.js';
import { DecideDisciplineHandler } from '../discipline/decide-discipline.js';
import { DecideGrievanceHandler } from '../grievances/decide-grievance.js';
import { DecideRepresentativeHandler } from '../evidence/decide-representative.js';
import { DeclareConflictHandler } from './declare-conflict.js';
import { DeclineReportHandler } from '../intake/decline-report.js';
import { disciplineHistory } from '../histories/discipline-history.view.js';
import { DiscloseEvidenceHandler } from '../evidence/disclose-evidence.js';
import { AnnounceDisclosureHandler, DiscloseReporterHandler } from '../intake/disclose-reporter.js';
import {
  disclosedEvidence,
  GetDisclosedContentHandler,
  GetDisclosedEvidenceHandler,
  ListDisclosedEvidenceHandler,
} from '../evidence/disclosed-evidence.view.js';
import { EndEngagementHandler } from '../investigations/end-engagement.js';
import { endEngagement } from '../investigations/end-engagement.process.js';
import { EngageInvestigatorHandler } from '../investigations/engage-investigator.js';
import { EnterPriorDisciplineHandler } from '../histories/enter-prior-discipline.js';
import { EscalateCaseHandler } from './escalate-case.js';
import { escalateCase } from './escalate-case.process.js';
import { evidences } from '../evidence/evidence.js';
import { evidenceList, ListEvidenceHandler } from '../evidence/evidence-list.view.js';
import { ExhaustGrievanceHandler } from '../grievances/exhaust-grievance.js';
import { exhaustGrievance } from '../grievances/exhaust-grievance.process.js';
import { ExpungeDisciplineHandler } from '../histories/expunge-discipline.js';
import { ExpungePriorDisciplineHandler } from '../histories/expunge-prior-discipline.js';
import { FileGrievanceHandler } from '../grievances/file-grievance.js';
import { FileReportHandler } from '../investigations/file-investigation-report.js';
import { FlagGrievanceCopyHandler } from '../grievances/mark-grievance-copy-overdue.js';
import { flagGrievanceCopy } from '../grievances/mark-grievance-copy-overdue.process.js';
import { FollowReportHandler } from '../intake/follow-report.js';
import { FrameAllegationHandler } from '../investigations/frame-allegation.js';
import { GetCaseHandler } from './get-case.js';
import { GetCaseChangesHandler } from './get-case-changes.js';
import { GetCaseFileHandler } from '../case-file/get-case-file.js';
import { GetCaseloadHandler } from './get-caseload.js';
import { GetDisciplineHistoryHandler } from '../histories/get-discipline-history.js';
import { AdmitEvidenceHandler, GetEvidenceContentHandler, GetEvidenceHandler } from '../evidence/get-evidence.js';
import { GetMeasuresHandler } from './get-measures.js';
import { GetProcedureHandler } from '../procedure/get-procedure.js';
import { GetProceedingHandler } from '../discipline/get-proceeding.js';
import { GetReportHandler } from '../intake/get-report.js';
import { GetReporterHandler } from '../intake/get-reporter.js';
import { GiveGrievanceCopyHandler } from '../grievances/give-grievance-copy.js';
import { grievanceList, ListGrievancesHandler } from '../grievances/grievance-list.view.js';
import { HoldInterviewHandler } from '../evidence/record-interview.js';
import { HoldProceedingHandler } from '../discipline/hold-proceeding.js';
import { InformSubjectHandler } from '../discipline/inform-subject.js';
import { interimReviewList, ListInterimReviewsHandler } from '../measures/interim-review-list.view.js';
import { interviews } from '../evidence/interview.js';
import { GetInterviewHandler, interviewList, ListInterviewsHandler } from '../evidence/interview-list.view.js';
import { IssueDeterminationHandler } from '../investigations/issue-determination.js';
import { JoinReportHandler } from './join-report.js';
import { joinReport } from './join-report.process.js';
import { LapseResponseHandler } from '../discipline/lapse-response.js';
import { lapseResponse } from '../discipline/lapse-response.process.js';
import { ListLateStepsHandler, lateStepList } from '../audit/late-step-list.view.js';
import { LiftHoldHandler } from '../measures/lift-legal-hold.js';
import { LinkCasesHandler } from './link-cases.js';
import { ListCasesHandler } from './list-cases.js';
import { ListComparablesHandler } from '../discipline/list-comparables.js';
import { ListOwnReportsHandler } from '../intake/list-own-reports.js';
import { LogPhysicalEvidenceHandler } from '../evidence/log-physical-evidence.js';
import { ListLooksHandler, lookList } from '../audit/access-log.view.js';
import { MakeFinalHandler } from '../discipline/make-final.js';
import { makeFinal } from '../discipline/make-final.process.js';
import { MissInterimReviewHandler } from '../measures/miss-interim-review.js';
import { missInterimReview } from '../measures/miss-interim-review.process.js';
import { MovePriorDisciplineHandler } from '../histories/move-prior-discipline.js';
import { MoveReportHandler } from '../intake/move-report.js';
import { NameWitnessHandler } from '../investigations/name-witness.js';
import { OpenCaseHandler } from './open-case.js';
import { openCase } from './open-case.process.js';
import { OrderInterimMeasureHandler } from '../measures/order-interim-measure.js';
import { ListOverridesHandler, overrideList } from '../audit/override-list.view.js';
import { PlaceHoldHandler } from '../measures/place-legal-hold.js';
import { PlanInterviewHandler } from '../evidence/plan-interview.js';
import { PlanInvestigationHandler } from '../investigations/plan-investigation.js';
import { PostponeDecisionHandler } from './postpone-decision.js';
import { priors } from '../histories/prior-discipline.js';
import { procedure } from '../procedure/procedure.js';
import { proceedings } from '../proceedings/proceeding.js';
import { ProposeDisciplineHandler } from '../discipline/propose-discipline.js';
import { PutAllegationHandler } from '../discipline/put-allegation.js';
import { putAllegation } from '../discipline/put-allegation.process.js';
import { RebutPriorDisciplineHandler } from '../histories/rebut-prior-discipline.js';
import { ReceivePublicReportHandler } from '../reports/receive-public-report.js';
import { ReceiveReportHandler } from '../reports/receive-report.js';
import { RecordCaseFileHandler, RecordCaseLookHandler } from '../case-file/record-case-access.js';
import { RecordDisclosedLookHandler, RecordEvidenceDownloadHandler, RecordEvidenceViewHandler } from '../evidence/record-evidence-access.js';
import { RecordFindingHandler } from '../investigations/record-finding.js';
import { RecordLegalReviewHandler } from '../discipline/record-legal-review.js';
import { RecordLinkHandler } from './record-link.js';
import { recordLink } from './record-link.process.js';
import { RecordOutcomeHandler } from '../discipline/record-outcome.js';
import { recordOutcome } from '../discipline/record-outcome.process.js';
import { RecordReferralResultHandler } from '../measures/record-referral-result.js';
import { RecordReporterLookHandler } from '../intake/record-reporter-access.js';
import { RecordResponseHandler } from '../discipline/record-response.js';
import { RecordSeparationHandler } from '../discipline/record-separation.js';
import { ReduceDisciplineHandler } from '../discipline/reduce-discipline.js';
import { ReferCaseHandler } from '../measures/refer-case.js';
import { ReferReportHandler } from '../intake/refer-report.js';
import { RelayReportHandler } from '../reports/relay-report.js';
import { ReleaseHearingOfficerHandler } from '../grievances/release-hearing-officer.js';
import { ReleaseInvestigatorHandler } from '../investigations/release-investigator.js';
import { ReopenCaseHandler } from './reopen-case.js';
import { ReopenProceedingHandler } from '../discipline/reopen-proceeding.js';
import { reopenProceeding } from '../discipline/reopen-proceeding.process.js';
import { reports } from '../reports/report.js';
import { ListReportDutiesHandler, reportDuties } from '../intake/report-duties.view.js';
import { ReportRetaliationHandler } from '../intake/report-retaliation.js';
import { GoOnWithCaseHandler, RestWithCaseHandler } from '../discipline/suspend-with-case.js';
import { restWithCase } from '../discipline/suspend-with-case.process.js';
import { ResumeCaseHandler } from './resume-case.js';
import { ResumeInvestigationHandler } from '../investigations/resume-investigation.js';
import { resumeInvestigation } from '../investigations/resume-investigation.process.js';
import { ResumeProceedingHandler } from '../discipline/resume-proceeding.js';
import { ReturnReportHandler } from '../investigations/return-investigation-report.js';
import { ReturnToInvestigationHandler } from '../discipline/return-to-investigation.js';
import { ReviewInterimMeasureHandler } from '../measures/review-interim-measure.js';
import { ReviewReportHandler } from '../investigations/review-investigation-report.js';
import { SearchCasesHandler } from '../search/search-cases.js';
import { caseSearchables } from '../search/searchables.js';
import { ServeNoticeHandler } from '../discipline/serve-notice.js';
import { SetAsideCaseHandler } from './decline-orphaned-case.js';
import { setAsideCase } from './decline-orphaned-case.process.js';
import { SetChainOfAuthoritiesHandler } from '../procedure/set-chain-of-authorities.js';
import { SetDeadlinesHandler } from '../procedure/set-deadlines.js';
import { SetGrievanceStepsHandler } from '../procedure/set-grievance-steps.js';
import { SetHolidaysHandler } from '../procedure/set-holidays.js';
import { SetLadderHandler } from '../procedure/set-ladder.js';
import { SetReportTermsHandler } from '../procedure/set-report-terms.js';
import { SettleAuthorityHandler } from './settle-authority.js';
import { SettleProceedingHandler } from '../discipline/settle-proceeding.js';
import { SupersedeEvidenceHandler } from '../evidence/supersede-evidence.js';
import { SuspendCaseHandler } from './suspend-case.js';
import { TakeBackAllegationHandler } from '../discipline/take-back-allegation.js';
import { takeBackAllegation } from '../discipline/take-back-allegation.process.js';
import { TransferEvidenceHandler } from '../evidence/transfer-evidence.js';
import { TriageCaseHandler } from './triage-case.js';
import { WithdrawAllegationHandler } from '../investigations/withdraw-allegation.js';
import { WithdrawEvidenceHandler } from '../evidence/withdraw-evidence.js';
import { WithdrawGrievanceHandler } from '../grievances/withdraw-grievance.js';
import { WithdrawPriorDisciplineHandler } from '../histories/withdraw-prior-discipline.js';
import { WriteAsSenderHandler, WriteToSenderHandler } from '../intake/exchange-messages.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const casesParts: Parts = {
  name: 'cases',
  streams: [procedure, reports, cases, proceedings, evidences, interviews, priors, caseLooks],
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
    RecordCaseLookHandler,
    RecordCaseFileHandler,
    ScheduleCheckInHandler,
    RecordCheckInHandler,
    MarkCheckInOverdueHandler,
    SetReportTermsHandler,
  ],
  reads: [
    ListCasesHandler,
    ListClauseCitationsHandler,
    GetCaseHandler,
    GetCaseFileHandler,
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
