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
 * The searchable texts of a case. Everyone who reads the case's prose may read the texts that lead
 * to the case itself. Fewer people may read evidence, interviews and proceedings; those texts lead
 * to their own streams, where access is checked. The search leaves out counsel's opinions, senders'
 * messages, notes of access records, the source of evidence and the people present at interviews:
 * they would reveal a reporter, or fewer people may read them.
 */
export const caseSearchables: readonly Searchable[] = [
  // A moved report is read in its new case. The case that it opened keeps it too.
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
  // Only the texts that the list of evidence shows, because reading an item is recorded.
  searchable(EvidenceReceived, own(evidences.name), { part: ({ data }) => data.description }),
  searchable(InterviewHeld, own(interviews.name), { part: ({ data }) => data.summary }),
  searchable(InterviewCorrected, own(interviews.name)),
];
