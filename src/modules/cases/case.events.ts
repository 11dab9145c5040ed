import { Enum, Boolean as Flag, Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import {
  Act,
  AuthorityName,
  abeyanceCauses,
  DayText,
  Deed,
  declineGrounds,
  Id,
  Instant,
  linkKinds,
  OfficeName,
  OrNull,
  outcomes,
  standards,
} from '../procedure/procedure.public.js';
import { measureEvents } from './case.measures.js';

/**
 * A report became a case of its own. `dueAt` is when triage is due. `ref` is null in events from
 * before refs were reserved; the case's ref then follows from its id (`refOf`).
 */
export const CaseOpened = event(
  'CaseOpened',
  2,
  'personnel',
  {
    reportId: Id(),
    accused: ListOf(Id()),
    openedOn: DayText(),
    dueAt: Instant(),
    ref: OrNull(Text({ pattern: '^C[0-9]{2}-[0-9A-HJKMNP-TV-Z]{6}$' })),
  },
  { upcast: { 1: (older: object) => ({ ...older, ref: null }) } },
);
/**
 * Another report is dealt with in this case. `subjects` are all people whom the case is about from
 * then on, and `reports` all of its reports. Every one of these reports is walled from every one of
 * these people.
 */
export const ReportJoined = event('ReportJoined', 1, 'personnel', {
  reportId: Id(),
  accused: ListOf(Id()),
  subjects: ListOf(Id()),
  reports: ListOf(Id()),
});
/**
 * Who takes in and who decides, from the chain in force. It is settled anew when a party is named.
 */
export const AuthoritySettled = event('AuthoritySettled', 1, 'personnel', { intake: ListOf(OfficeName()), decides: AuthorityName() });
/** `ground` is null in events from before a ground was recorded apart from the reasons. */
export const CaseDeclined = event(
  'CaseDeclined',
  2,
  'personnel',
  { ground: OrNull(Enum(declineGrounds)), reasons: SealedText() },
  { upcast: { 1: (older: { reasons: string }) => ({ ...older, ground: null }) } },
);
export const CaseHandledInformally = event('CaseHandledInformally', 1, 'personnel', { reasons: SealedText(), dueAt: Instant() });
export const InvestigationOpened = event('InvestigationOpened', 1, 'personnel', { reasons: SealedText(), dueAt: Instant() });
/**
 * `reports` are the reports of the case, so that the subject is walled from those too. `unresolved`
 * are instruments that leave it open in law whether the version was still in force on the day of
 * the deed.
 */
export const AllegationFramed = event('AllegationFramed', 1, 'personnel', {
  allegationId: Id(),
  subject: Id(),
  clause: Text(),
  policyVersion: Text(),
  deed: Deed(),
  facts: SealedText(),
  reports: ListOf(Id()),
  unresolved: ListOf(Text()),
});
/** The site of the city that an allegation is about. */
export const SiteNamed = event('SiteNamed', 1, 'personnel', { allegationId: Id(), siteId: Id() });
/** The short path: the subject was informed of the allegation, could answer, and admits it. */
export const FactAdmitted = event('FactAdmitted', 1, 'personnel', {
  allegationId: Id(),
  subject: Id(),
  toldOn: DayText(),
  statement: SealedText(),
});
export const WitnessNamed = event('WitnessNamed', 1, 'personnel', { person: Id() });
export const InvestigatorAssigned = event('InvestigatorAssigned', 1, 'personnel', { investigator: Id() });
/** The investigator has a conflict with a newly named party, and another one must be assigned. */
export const InvestigatorReleased = event('InvestigatorReleased', 1, 'personnel', { investigator: Id() });
/**
 * `soleSource` is set where the finding rests on an undisclosed, uncorroborated source alone, and
 * says why that suffices.
 */
export const FindingRecorded = event('FindingRecorded', 1, 'personnel', {
  allegationId: Id(),
  outcome: Enum(outcomes),
  standard: Enum(standards),
  reasons: SealedText(),
  soleSource: OrNull(SealedText()),
});
/** `dueAt` is when the determination is due. */
export const InvestigationReportFiled = event('InvestigationReportFiled', 1, 'personnel', { summary: SealedText(), dueAt: Instant() });
/**
 * `acknowledged` shows for each subject and version whether the subject had acknowledged it on the
 * day of the deed. `departures` lists the allegations whose outcome differs from the investigator's
 * finding, each with the reason.
 */
export const DeterminationIssued = event(
  'DeterminationIssued',
  2,
  'personnel',
  {
    outcomes: ListOf(Shape({ allegationId: Id(), subject: Id(), outcome: Enum(outcomes) }, { additionalProperties: false })),
    acknowledged: ListOf(Shape({ subject: Id(), policyVersion: Text(), acknowledged: Flag() }, { additionalProperties: false })),
    acknowledgementReason: OrNull(SealedText()),
    departures: ListOf(Shape({ allegationId: Id(), found: Enum(outcomes), reasons: SealedText() }, { additionalProperties: false })),
    /** Why the report suffices although counsel found it insufficient. */
    overReview: OrNull(SealedText()),
    reasons: SealedText(),
    act: OrNull(Act()),
    dueAt: Instant(),
  },
  { upcast: { 1: (older: object) => ({ ...older, departures: [], overReview: null }) } },
);
/**
 * A subject's proceeding was sent back, and its allegations need new findings. `dueAt` is when the
 * report is due again.
 */
export const InvestigationResumed = event('InvestigationResumed', 1, 'personnel', {
  proceedingId: Id(),
  allegationIds: ListOf(Id()),
  dueAt: Instant(),
});
/** The current step is past due. */
export const CaseEscalated = event('CaseEscalated', 1, 'personnel', { wasDueAt: Instant(), to: AuthorityName() });
export const CaseClosed = event('CaseClosed', 1, 'personnel', { on: DayText() });

/**
 * Nobody is left who may decide: the decider declared a conflict, and the chain of authorities
 * names no other.
 */
export const AuthorityVacated = event('AuthorityVacated', 1, 'personnel', { was: AuthorityName() });
/**
 * A person who takes in, investigates or decides steps back of their own accord. Counsel alone
 * reads the reasons.
 */
export const ConflictDeclared = event('ConflictDeclared', 1, 'restricted', { person: Id(), reasons: SealedText() });
/**
 * An allegation is dropped before its finding. `replacedBy` names the allegation that amends it.
 */
export const AllegationWithdrawn = event('AllegationWithdrawn', 1, 'personnel', {
  allegationId: Id(),
  subject: Id(),
  replacedBy: OrNull(Id()),
  reasons: SealedText(),
});
/**
 * The scope and the steps of the investigation. Each plan replaces the one before it and says why.
 */
export const InvestigationPlanned = event('InvestigationPlanned', 1, 'personnel', {
  scope: SealedText(),
  steps: ListOf(Shape({ what: SealedText(), by: OrNull(DayText()) }, { additionalProperties: false }), { minItems: 1 }),
  amendedBecause: OrNull(SealedText()),
});
/**
 * A person from outside investigates this one case from one day to another. `until` is the end of
 * the last day.
 */
export const InvestigatorEngaged = event('InvestigatorEngaged', 1, 'personnel', {
  investigator: Id(),
  from: DayText(),
  to: DayText(),
  until: Instant(),
  terms: SealedText(),
});
/** Counsel's review of the investigation report. */
export const InvestigationReportReviewed = event('InvestigationReportReviewed', 1, 'personnel', {
  opinion: Enum(['sufficient', 'insufficient']),
  note: SealedText(),
});
/** The report goes back to the investigation. The allegations in `setAside` need new findings. */
export const InvestigationReportReturned = event('InvestigationReportReturned', 1, 'personnel', {
  reasons: SealedText(),
  missing: SealedText(),
  setAside: ListOf(Id()),
  act: OrNull(Act()),
  dueAt: Instant(),
});
/**
 * The case rests, for example while the police investigate. Each due date moves by the time for
 * which it rests. `subjects` are the people whose proceedings rest with it.
 */
export const CaseSuspended = event(
  'CaseSuspended',
  2,
  'personnel',
  { cause: Enum(abeyanceCauses), reasons: SealedText(), subjects: ListOf(Id()) },
  { upcast: { 1: (older: object) => ({ ...older, subjects: [] }) } },
);
/** `subjects` are the people whose proceedings rested with it. */
export const CaseResumed = event(
  'CaseResumed',
  2,
  'personnel',
  { reasons: SealedText(), dueAt: OrNull(Instant()), subjects: ListOf(Id()) },
  { upcast: { 1: (older: object) => ({ ...older, subjects: [] }) } },
);
/**
 * Every proceeding that waited for a decision was held from `since` on. The decision is due later
 * by the same time.
 */
export const DecisionPostponed = event('DecisionPostponed', 1, 'personnel', { since: Instant(), dueAt: Instant() });
/**
 * A closed case is reopened on new evidence. The outcomes of the allegations in `setAside` are no
 * longer valid.
 */
export const CaseReopened = event('CaseReopened', 1, 'personnel', {
  reasons: SealedText(),
  evidence: SealedText(),
  setAside: ListOf(Shape({ allegationId: Id(), subject: Id() }, { additionalProperties: false })),
  act: OrNull(Act()),
  dueAt: Instant(),
});
/**
 * `caseId` is a duplicate of, related to, or about retaliation for `other`. Both cases record the
 * same.
 */
export const CasesLinked = event('CasesLinked', 1, 'personnel', { caseId: Id(), other: Id(), kind: Enum(linkKinds) });

export const caseEvents = {
  CaseOpened,
  ReportJoined,
  AuthoritySettled,
  CaseDeclined,
  CaseHandledInformally,
  InvestigationOpened,
  AllegationFramed,
  SiteNamed,
  FactAdmitted,
  WitnessNamed,
  InvestigatorAssigned,
  InvestigatorReleased,
  FindingRecorded,
  InvestigationReportFiled,
  DeterminationIssued,
  InvestigationResumed,
  CaseEscalated,
  CaseClosed,
  AuthorityVacated,
  ConflictDeclared,
  AllegationWithdrawn,
  InvestigationPlanned,
  InvestigatorEngaged,
  InvestigationReportReviewed,
  InvestigationReportReturned,
  CaseSuspended,
  CaseResumed,
  DecisionPostponed,
  CaseReopened,
  CasesLinked,
  ...measureEvents,
};
