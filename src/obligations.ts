/**
 * Every clause of the policy and every house rule, by id, in the order in which a city reads them.
 */
export const clauses = [
  ...['VIO-1', 'VIO-2', 'VIO-3'],
  ...['GEN-1', 'GEN-2', 'GEN-3', 'GEN-4', 'GEN-5', 'GEN-6'],
  ...['CON-1', 'CON-2', 'CON-3', 'CON-4'],
  ...['STD-1', 'STD-2', 'STD-3', 'STD-4', 'STD-5', 'STD-6', 'STD-7', 'STD-8', 'STD-9', 'STD-10', 'STD-11', 'STD-12', 'STD-13'],
  ...['COM-1', 'COM-2', 'COM-3', 'COM-4'],
  ...['CIV-1', 'CIV-2', 'CIV-3', 'CIV-4', 'CIV-5', 'CIV-6'],
  ...['REC-1', 'REC-2', 'REC-3'],
  ...['SEC-1', 'SEC-2', 'SEC-3', 'SEC-4', 'SEC-5', 'SEC-6', 'SEC-7', 'SEC-8', 'SEC-9'],
  ...['HOUSE-1', 'HOUSE-2'],
] as const;
export type ClauseId = (typeof clauses)[number];

interface CarriedOut {
  /** Event types that put the clause's fulfilment on record. */
  readonly records?: readonly string[];
  /** Queries and processes that monitor it. */
  readonly monitors?: readonly string[];
}

/**
 * The records and monitors of each clause. Its enforcement follows from the refusals that cite it.
 * A clause that is not here, or that no refusal cites, is shown as open in the generated matrix. A
 * check ensures that the events and queries exist.
 */
export const carriedOut: Partial<Record<ClauseId, CarriedOut>> = {
  'VIO-1': {
    records: [
      ...['ReportReceived', 'ReporterIdentified', 'CaseOpened', 'ReportAcknowledged'],
      ...['ReportDeclined', 'ReportReferred', 'ReportMoved', 'AcknowledgementIssued'],
    ],
    monitors: ['ListCases', 'ListReportDuties', 'open_case', 'escalate_case'],
  },
  'VIO-2': {
    records: ['MitigationBegun', 'MitigationCompleted', 'CaseReferred', 'ReferralAnswered', 'InterimMeasureOrdered'],
    monitors: ['ListCases', 'GetMeasures', 'miss_interim_review'],
  },
  'VIO-3': {
    records: [
      ...['EvidenceReceived', 'EvidenceDisclosed', 'InterviewHeld', 'SubjectHeardUntold'],
      ...['DeterminationIssued', 'DisciplineProposed', 'NoticeServed', 'DisciplineImposed', 'NoActionTaken', 'ComparablesWeighed'],
      ...['DisciplineReduced', 'ReturnedToInvestigation', 'ProceedingSettled', 'ProceedingSeparated', 'DisciplineExpunged'],
      ...['DisciplineSettled', 'GrievanceFiled', 'HearingOfficerAppointed', 'GrievanceDecided', 'GrievanceExhausted', 'LetterIssued'],
    ],
    monitors: [
      ...['ListCases', 'ListEvidence', 'ListInterviews', 'GetDisciplineHistory', 'escalate_case', 'lapse_response', 'make_final'],
      ...['exhaust_grievance', 'flag_grievance_copy'],
    ],
  },
  'GEN-2': { records: ['SiteProposed', 'SiteApproved', 'AdministratorChangeProposed', 'SiteNamed'], monitors: ['ListSites', 'GetSite'] },
  'GEN-3': { records: ['SiteApproved', 'AdministratorAdded', 'AdministratorRemoved'], monitors: ['GetSite'] },
  'GEN-4': { records: ['SiteApproved', 'SiteRetired'], monitors: ['ListSites'] },
  'GEN-6': { records: ['SiteApproved'], monitors: ['GetSite'] },
  'COM-1': { records: ['SiteActivated'], monitors: ['GetSite'] },
  'REC-2': { records: ['SiteActivated'], monitors: ['GetSite'] },
  'SEC-7': { records: ['SiteSuspended'], monitors: ['ListSites'] },
  'CON-2': { records: ['OfficeAssigned'], monitors: ['ListOfficeHoldings'] },
  'CIV-6': { records: ['PolicyAmended', 'InterpretationRecorded'], monitors: ['ListAmendments', 'ListInterpretations'] },
  'HOUSE-1': {
    records: ['PolicyVersionAdopted', 'PolicyAmended', 'PolicyRescinded', 'PolicyChangeWithdrawn', 'ContinuityUnresolved'],
    monitors: ['ListPolicyVersions', 'ListAmendments', 'GetRedline', 'GetPolicy'],
  },
  'HOUSE-2': { records: ['AllegationFramed', 'DisciplineProposed'], monitors: ['GetPolicy', 'GetProcedure', 'ListClauseCitations'] },
};
