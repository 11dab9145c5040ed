import { readsField } from '../../platform/access/audiences.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import { type AnyEventType, type DataOf, pick, type StoredEvent } from '../../platform/events/event.js';
import type { AnyStream } from '../../platform/events/stream.js';
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

/** The checks of a search let each of these audiences find what leads to such a stream. */
const finders = {
  case: ['intake', 'decider', 'investigator', 'counsel', 'auditor'],
  proceeding: ['decider', 'hears', 'manager', 'counsel', 'clerk', 'hr', 'auditor', 'director'],
  evidence: ['intake', 'decider', 'investigator', 'counsel'],
  interview: ['decider', 'investigator', 'counsel'],
} as const;

/** The fields of an event that every one of the audiences reads. */
const readByAll =
  (stream: AnyStream, audiences: readonly string[]) =>
  ({ type, data }: StoredEvent): unknown =>
    Object.fromEntries(
      Object.entries(data as object).filter(([field]) => audiences.every((one) => readsField(stream, type, field, [one]))),
    );

const each = (stream: AnyStream, events: Readonly<Record<string, AnyEventType>>, audiences: readonly string[]): Searchable[] =>
  Object.values(events).map((event) => searchable(event, own(stream.name), { part: readByAll(stream, audiences) }));
/** Of these the case shows the last one alone. */
const last = <E extends AnyEventType>(event: E, says: (event: StoredEvent<string, DataOf<E>>) => string): Searchable =>
  searchable(event, own(cases.name), { part: readByAll(cases, finders.case), says });

/**
 * The searchable texts of a case. Everyone who reads the case's prose may read the texts that lead
 * to the case itself. Fewer people may read evidence, interviews and proceedings; those texts lead
 * to their own streams, where access is checked. A field that somebody who finds the stream may not
 * read is left out by the table of audiences. The search leaves out senders' messages, notes of access records, the source of evidence and the people present at interviews:
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
    cases,
    pick(
      caseEvents,
      'CaseDeclined',
      'CaseHandledInformally',
      'InvestigationOpened',
      'FactAdmitted',
      'DeterminationIssued',
      'AllegationWithdrawn',
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
    finders.case,
  ),
  last(caseEvents.FindingRecorded, ({ data }) => `the finding on ${data.allegationId}`),
  last(caseEvents.InvestigationReportFiled, () => 'the report'),
  last(caseEvents.InvestigationPlanned, () => 'the plan'),
  searchable(proceedingEvents.SubjectAnswered, ({ data }) => [streamName(cases.name, data.caseId)], {
    part: readByAll(proceedings, ['case']),
  }),
  ...each(
    proceedings,
    pick(
      proceedingEvents,
      'DisciplineProposed',
      'NoticeServed',
      'ResponseReceived',
      'DisciplineImposed',
      'NoActionTaken',
      'GrievanceFiled',
    ),
    finders.proceeding,
  ),
  // Only the texts that the list of evidence shows, because reading an item is recorded.
  searchable(EvidenceReceived, own(evidences.name), { part: ({ data }) => data.description }),
  searchable(InterviewHeld, own(interviews.name), { part: ({ data }) => data.summary }),
  ...each(interviews, { InterviewCorrected }, finders.interview),
];
