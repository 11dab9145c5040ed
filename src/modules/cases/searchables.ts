import { streamName, streamParts } from '../../platform/events/envelope.js';
import { type Searchable, searchable } from '../../platform/search/searchable.js';
import { caseEvents, cases } from './case.js';
import { EvidenceReceived, evidences } from './evidence.js';
import { InterviewCorrected, InterviewHeld, interviews } from './interview.js';
import { caseOf } from './open-case.js';
import { proceedingEvents, proceedings } from './proceeding.js';
import { ReportReceived, reports } from './report.js';

type Stored = { readonly stream: string };
const own =
  (kind: string) =>
  ({ stream }: Stored): string[] => [streamName(kind, streamParts(stream).id)];
const ofCase = own(cases.name);
const ofProceeding = own(proceedings.name);

const {
  CaseDeclined,
  CaseHandledInformally,
  InvestigationOpened,
  AllegationFramed,
  FactAdmitted,
  FindingRecorded,
  InvestigationReportFiled,
  DeterminationIssued,
  AllegationWithdrawn,
  InvestigationPlanned,
  InvestigationReportReturned,
  CaseSuspended,
  CaseReopened,
  MitigationBegun,
  MitigationCompleted,
  CaseReferred,
  ReferralAnswered,
  HoldPlaced,
  InterimMeasureOrdered,
} = caseEvents;
const { SubjectAnswered, DisciplineProposed, NoticeServed, ResponseReceived, DisciplineImposed, NoActionTaken, GrievanceFiled } =
  proceedingEvents;

/**
 * What can be searched of a case. What leads to the case itself is read by everyone who reads its prose; what others read (evidence,
 * interviews, proceedings) leads to its own stream, and is checked there. Counsel's opinions, what a sender wrote, notes of looks, from whom
 * evidence came and who was present at an interview are not searched: they would tell of a reporter, or are for fewer eyes.
 */
export const caseSearchables: readonly Searchable[] = [
  // A report that was moved is read in its new case; the one that it opened keeps it too.
  searchable(ReportReceived, ({ stream }) => [
    streamName(reports.name, streamParts(stream).id),
    streamName(cases.name, caseOf(streamParts(stream).id)),
  ]),
  searchable(AllegationFramed, ofCase, { words: ({ data }) => [data.clause, data.policyVersion] }),
  searchable(CaseDeclined, ofCase),
  searchable(CaseHandledInformally, ofCase),
  searchable(InvestigationOpened, ofCase),
  searchable(FactAdmitted, ofCase),
  searchable(FindingRecorded, ofCase),
  searchable(InvestigationReportFiled, ofCase),
  searchable(DeterminationIssued, ofCase),
  searchable(AllegationWithdrawn, ofCase),
  searchable(InvestigationPlanned, ofCase),
  searchable(InvestigationReportReturned, ofCase),
  searchable(CaseSuspended, ofCase),
  searchable(CaseReopened, ofCase),
  searchable(MitigationBegun, ofCase),
  searchable(MitigationCompleted, ofCase),
  searchable(CaseReferred, ofCase),
  searchable(ReferralAnswered, ofCase),
  searchable(HoldPlaced, ofCase),
  searchable(InterimMeasureOrdered, ofCase),
  searchable(SubjectAnswered, ({ data }) => [streamName(cases.name, data.caseId)]),
  searchable(DisciplineProposed, ofProceeding),
  searchable(NoticeServed, ofProceeding),
  searchable(ResponseReceived, ofProceeding),
  searchable(DisciplineImposed, ofProceeding),
  searchable(NoActionTaken, ofProceeding),
  searchable(GrievanceFiled, ofProceeding),
  // No more than its list shows: a look at an item is recorded.
  searchable(EvidenceReceived, own(evidences.name), { part: ({ data }) => data.description }),
  searchable(InterviewHeld, own(interviews.name), { part: ({ data }) => data.summary }),
  searchable(InterviewCorrected, own(interviews.name)),
];
