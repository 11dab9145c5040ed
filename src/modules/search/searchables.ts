import { streamName, streamParts } from '../../platform/events/envelope.js';
import { type AnyEventType, pick } from '../../platform/events/event.js';
import { type Searchable, searchable } from '../../platform/search/searchable.js';
import { caseEvents, caseIdOf, cases } from '../cases/cases.public.js';
import { EvidenceReceived, evidences, InterviewCorrected, InterviewHeld, interviews } from '../evidence/evidence.public.js';
import { proceedingEvents, proceedings } from '../proceedings/proceedings.public.js';
import { ReportReceived, reports } from '../reports/reports.public.js';

type Stored = { readonly stream: string };
const own =
  (kind: string) =>
  ({ stream }: Stored): string[] => [streamName(kind, streamParts(stream).id)];
const ofCase = own(cases.name);
const ofProceeding = own(proceedings.name);

const each = (events: Readonly<Record<string, AnyEventType>>, leadsTo: (event: Stored) => string[]): Searchable[] =>
  Object.values(events).map((event) => searchable(event, leadsTo));

/**
 * What can be searched of a case. What leads to the case itself is read by everyone who reads its prose; what others read (evidence,
 * interviews, proceedings) leads to its own stream, and is checked there. Counsel's opinions, what a sender wrote, notes of looks, from whom
 * evidence came and who was present at an interview are not searched: they would tell of a reporter, or are for fewer eyes.
 */
export const caseSearchables: readonly Searchable[] = [
  // A report that was moved is read in its new case; the one that it opened keeps it too.
  searchable(ReportReceived, ({ stream }) => [
    streamName(reports.name, streamParts(stream).id),
    streamName(cases.name, caseIdOf(streamParts(stream).id)),
  ]),
  searchable(caseEvents.AllegationFramed, ofCase, { words: ({ data }) => [data.clause, data.policyVersion] }),
  ...each(
    pick(
      caseEvents,
      'CaseDeclined',
      'CaseHandledInformally',
      'InvestigationOpened',
      'FactAdmitted',
      'FindingRecorded',
      'InvestigationReportFiled',
      'DeterminationIssued',
      'AllegationWithdrawn',
      'InvestigationPlanned',
      'InvestigationReportReturned',
      'CaseSuspended',
      'CaseReopened',
      'MitigationBegun',
      'MitigationCompleted',
      'CaseReferred',
      'ReferralAnswered',
      'HoldPlaced',
      'InterimMeasureOrdered',
    ),
    ofCase,
  ),
  searchable(proceedingEvents.SubjectAnswered, ({ data }) => [streamName(cases.name, data.caseId)]),
  ...each(
    pick(
      proceedingEvents,
      'DisciplineProposed',
      'NoticeServed',
      'ResponseReceived',
      'DisciplineImposed',
      'NoActionTaken',
      'GrievanceFiled',
    ),
    ofProceeding,
  ),
  // No more than its list shows: a look at an item is recorded.
  searchable(EvidenceReceived, own(evidences.name), { part: ({ data }) => data.description }),
  searchable(InterviewHeld, own(interviews.name), { part: ({ data }) => data.summary }),
  searchable(InterviewCorrected, own(interviews.name)),
];
