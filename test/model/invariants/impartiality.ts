import type { StoredEvent } from '../../../src/platform/events/event.js';
import { dayIn } from '../../../src/platform/ground/clock.js';

// biome-ignore lint/suspicious/noExplicitAny: data of any event
export type Any = StoredEvent<string, any>;

/** What only somebody apart from the matter does: investigating, deciding, hearing. */
export const judging = new Set([
  'CaseDeclined',
  'CaseHandledInformally',
  'InvestigationOpened',
  'AllegationFramed',
  'AllegationWithdrawn',
  'WitnessNamed',
  'InvestigationPlanned',
  'InvestigatorAssigned',
  'InvestigatorEngaged',
  'FindingRecorded',
  'InvestigationReportFiled',
  'InvestigationReportReviewed',
  'InvestigationReportReturned',
  'DeterminationIssued',
  'CaseSuspended',
  'CaseResumed',
  'CaseReopened',
  'ReportDeclined',
  'ReportReferred',
  'ReportMoved',
  'EvidenceReceived',
  'EvidenceTransferred',
  'EvidenceSuperseded',
  'EvidenceWithdrawn',
  'EvidenceDisclosed',
  'InterviewPlanned',
  'RepresentativeDecided',
  'InterviewHeld',
  'InterviewCorrected',
  'InterviewCancelled',
  'InterimMeasureOrdered',
  'InterimMeasureContinued',
  'InterimMeasureEnded',
  'DisciplineProposed',
  'LegalReviewRecorded',
  'NoticeServed',
  'GroundsAdded',
  'DisciplineImposed',
  'DisciplineReduced',
  'NoActionTaken',
  'ReturnedToInvestigation',
  'GrievanceDecided',
  'DisciplineSettled',
  'ProceedingHeld',
  'ProceedingResumed',
  'ProceedingSettled',
  'DisciplineCorrected',
  'ChargeCorrected',
]);
/** Judgments on somebody by a person, which nobody passes on who stands above them; an act of Council is entered by whoever may. */
export const deciding = new Set([
  'InvestigatorAssigned',
  'FindingRecorded',
  'InvestigationReportFiled',
  'InvestigationReportReturned',
  'DeterminationIssued',
  'CaseReopened',
  'DisciplineProposed',
  'DisciplineImposed',
  'DisciplineReduced',
  'NoActionTaken',
  'GrievanceDecided',
]);
/** What the passing of time alone brings about. Interim measures go on while a case rests, and so do their reviews. */
export const timed = new Set(['CaseEscalated', 'ResponseLapsed', 'DisciplineBecameFinal']);

export const fail = (why: string, event: Any, more: object = {}): never => {
  throw new Error(
    `${why}: ${JSON.stringify({ type: event.type, stream: event.stream, actor: event.actor, position: event.position, ...more })}`,
  );
};

export const dayOf = ({ recordedAt }: { readonly recordedAt: string }): string => dayIn('America/Denver', recordedAt);
