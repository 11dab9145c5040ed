import { streams } from '../../../src/definitions.js';
import { proceedingId } from '../../../src/modules/proceedings/proceeding.js';
import type { AnyEventType, StoredEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { plantedEvent } from '../planted.js';
import { logOf } from '../reads.js';
import { allegationId, auditor, caseId, city, type Entry, hr, id, ines, parks, reportId, rita, sam, wes } from './a-case.js';

export const ofSam = proceedingId(caseId, sam.person);
const named = (name: string): string => derivedId('every-event', name);
export const [evidenceId, interviewId, letterId, acknowledgementId, entryId] = [
  named('evidence'),
  named('interview'),
  named('letter'),
  named('acknowledgement'),
  named('entry'),
] as const;
/** To whom the sender was disclosed. */
export const dora = id('dora');

const types = new Map(streams.flatMap(({ events }) => Object.values<AnyEventType>(events).map((type) => [type.type, type] as const)));
const people: Readonly<Record<string, string>> = {
  caseId,
  allegationId,
  allegationIds: allegationId,
  setAside: allegationId,
  reportId,
  reports: reportId,
  proceedingId: ofSam,
  subject: sam.person,
  subjects: sam.person,
  accused: sam.person,
  addressee: sam.person,
  investigator: ines.person,
  recording: evidenceId,
  department: parks,
};
const ids = (field: string): string => people[field] ?? named(field);

/** What a field must say for the story to hold together. */
const said: Readonly<Record<string, object>> = {
  CaseOpened: { ref: 'C26-WJ5914' },
  AuthoritySettled: { intake: ['Communications Manager', 'City Manager'], decides: 'City Manager' },
  ReportJoined: { reports: [reportId], accused: [sam.person] },
  WitnessNamed: { person: wes.person },
  ConflictDeclared: { person: id('kin') },
  InvestigatorEngaged: { from: '2026-01-01', to: '2026-12-31' },
  CaseSuspended: { cause: 'other' },
  AllegationsSustained: { decides: 'City Manager' },
  IntervieweeIdentified: { as: 'witness', person: wes.person },
  ReporterIdentified: { person: rita.person },
  RetaliationReported: { caseId: named('other case'), keptOut: [] },
  DisclosureAnnounced: { person: dora },
  ReporterDisclosed: { person: dora },
  ReportMoved: { from: named('other case') },
  ProceedingReopened: { allegationIds: [] },
  PriorDisciplineEntered: { person: sam.person },
  PriorDisciplineMoved: { was: named('another'), person: sam.person },
};
const of = (stream: string, ...names: string[]): Entry[] =>
  names.map((name) => {
    const type = types.get(name);
    if (!type) throw new Error(`there is no event ${name}`);
    return [stream, plantedEvent(type, ids, said[name])];
  });

const [matter, report, due] = [`case-${caseId}`, `report-${reportId}`, `proceeding-${ofSam}`];
const [item, talk, paper] = [`evidence-${evidenceId}`, `interview-${interviewId}`, `prior-${entryId}`];

/** A case in which every event about persons happens once, or more often. Each text of them is planted. */
export const everyEvent: readonly StoredEvent[] = logOf(
  ...city,
  ...of(report, 'ReportReceived', 'ReporterIdentified', 'FollowUpOffered', 'RetaliationReported', 'CheckInsOwed'),
  ...of(matter, 'CaseOpened', 'ReportJoined', 'AuthoritySettled'),
  ...of(report, 'ReportAttached', 'ReportMoved', 'ReportAcknowledged', 'SenderWrote', 'SenderWrittenTo'),
  ...of(report, 'DisclosureAnnounced', 'ReporterDisclosed', 'ReporterLookedUp'),
  ...of(report, 'CheckInScheduled', 'CheckInRecorded', 'CheckInScheduled', 'CheckInOverdue', 'CheckInsEnded'),
  ...of(matter, 'CaseHandledInformally', 'CaseEscalated', 'InvestigationOpened', 'AllegationFramed', 'SiteNamed'),
  ...of(matter, 'WitnessNamed', 'ConflictDeclared', 'AuthorityVacated', 'AuthoritySettled'),
  ...of(matter, 'InvestigatorAssigned', 'InvestigatorReleased', 'InvestigatorAssigned', 'InvestigatorEngaged', 'InvestigationPlanned'),
  ...of(matter, 'MitigationBegun', 'MitigationCompleted', 'CaseReferred', 'ReferralAnswered', 'HoldPlaced', 'HoldLifted'),
  ...of(matter, 'InterimMeasureOrdered', 'InterimReviewFellDue', 'InterimMeasureContinued', 'InterimMeasureEnded', 'CasesLinked'),
  ...of(due, 'ProceedingOpened', 'AllegationPut', 'SubjectInformed', 'SubjectAnswered', 'ProceedingHeld', 'ProceedingResumed'),
  ...of(
    item,
    'EvidenceReceived',
    'EvidenceViewed',
    'EvidenceDownloaded',
    'EvidenceTransferred',
    'EvidenceDisclosed',
    'DisclosedEvidenceSeen',
  ),
  ...of(
    talk,
    'InterviewPlanned',
    'IntervieweeIdentified',
    'RepresentativeDecided',
    'InterviewHeld',
    'SubjectHeardUntold',
    'InterviewCorrected',
  ),
  ...of(
    matter,
    'CaseSuspended',
    'CaseResumed',
    'FactAdmitted',
    'FindingRecorded',
    'InvestigationReportFiled',
    'InvestigationReportReviewed',
  ),
  ...of(matter, 'InvestigationReportReturned', 'InvestigationReportFiled', 'InvestigationReportReviewed', 'DecisionPostponed'),
  ...of(matter, 'DeterminationIssued', 'InvestigationResumed', 'CaseReopened', 'InvestigationReportFiled', 'DeterminationIssued'),
  ...of(due, 'AllegationsSustained', 'DisciplineProposed', 'LegalReviewRecorded', 'NoticeServed', 'ResponseReceived', 'GroundsAdded'),
  ...of(
    due,
    'ReturnedToInvestigation',
    'AllegationsSustained',
    'DisciplineProposed',
    'LegalReviewRecorded',
    'NoticeServed',
    'ResponseLapsed',
  ),
  ...of(due, 'ComparablesWeighed', 'DisciplineImposed', 'GrievanceCopyOwed', 'GrievanceCopyOverdue', 'GrievanceCopyGiven'),
  ...of(due, 'GrievanceFiled', 'HearingOfficerAppointed', 'HearingOfficerReleased', 'GrievanceDecided', 'GrievanceAdvanced'),
  ...of(due, 'GrievanceWithdrawn', 'GrievanceExhausted', 'DisciplineReduced', 'DisciplineBecameFinal', 'DisciplineCorrected'),
  ...of(due, 'ChargeCorrected', 'RebuttalAdded', 'DisciplineSettled'),
  ...of(`letter-${letterId}`, 'LetterIssued'),
  ...of(`letter-${acknowledgementId}`, 'AcknowledgementIssued'),
  ...of(paper, 'PriorDisciplineEntered', 'PriorDisciplineCorrected', 'PriorDisciplineMoved', 'PriorDisciplineRebutted'),
  ...of(`lookup-${sam.person}`, 'HistoryLookedUp'),
  ...of(`look-${caseId}`, 'CaseSeen', 'CaseFileTaken'),
  ...of(`acknowledgement-${sam.person}`, 'PolicyAcknowledged'),
  ...of(`person-${hr.person}`, 'PersonRenamed'),
  ...of(`person-${auditor.person}`, 'EmploymentTrackChanged', 'PersonTransferred', 'OfficeEnded'),
  ...of(`claim-${named('claim')}`, 'ClaimTaken', 'ClaimConfirmed', 'ClaimReleased'),
  // What ends a matter, or takes it out of sight.
  ...of(due, 'NoActionTaken', 'NothingSustained', 'AllegationTakenBack', 'ProceedingReopened', 'ProceedingSettled', 'ProceedingSeparated'),
  ...of(due, 'DisciplineExpunged'),
  ...of(paper, 'PriorDisciplineWithdrawn', 'PriorDisciplineExpunged'),
  ...of(talk, 'InterviewCancelled'),
  ...of(item, 'EvidenceSuperseded', 'EvidenceWithdrawn'),
  ...of(report, 'ReportDeclined', 'ReportReferred'),
  ...of(matter, 'AllegationWithdrawn', 'CaseDeclined', 'CaseClosed'),
  ...of(`person-${id('gone')}`, 'PersonEntered', 'PersonLeft', 'PersonReturned'),
);
