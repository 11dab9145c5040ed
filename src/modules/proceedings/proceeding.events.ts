import { Enum, Boolean as Flag, Integer, Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { tracks } from '../directory/directory.public.js';
import { Act, AuthorityName, DayText, GrievanceStep, Id, Instant, OrNull, Rung, services } from '../procedure/procedure.public.js';

export const returnCauses = ['response', 'new-evidence'] as const;
export const grievanceDecisions = ['denied', 'granted', 'modified', 'settled'] as const;
export type GrievanceDecision = (typeof grievanceDecisions)[number];
export const exhaustions = ['no-further-step', 'not-taken-on', 'time'] as const;
export const separations = ['resigned', 'retired', 'dismissed-otherwise', 'term-ended', 'contract-ended', 'died'] as const;
export type SeparationReason = (typeof separations)[number];
/** The possible sources of an order to expunge discipline. */
export const orderers = ['arbitrator', 'settlement', 'court', 'city-manager', 'council'] as const;
export type Orderer = (typeof orderers)[number];

const caseId = Id();
const PutAllegation = () => Shape({ allegationId: Id(), clause: Text(), policyVersion: Text() }, { additionalProperties: false });

/** One subject's due process within a case begins. */
export const ProceedingOpened = event('ProceedingOpened', 1, 'personnel', {
  caseId,
  subject: Id(),
  track: OrNull(Enum(tracks)),
  department: OrNull(Id()),
  openedOn: DayText(),
});
export const AllegationPut = event('AllegationPut', 1, 'personnel', { caseId, allegation: PutAllegation(), on: DayText() });
/** The case withdrew the allegation. */
export const AllegationTakenBack = event('AllegationTakenBack', 1, 'personnel', { caseId, allegationId: Id(), on: DayText() });
/**
 * A proceeding that had ended without discipline continues. The subject is informed anew of the
 * allegations whose outcome was set aside.
 */
export const ProceedingReopened = event('ProceedingReopened', 1, 'personnel', { caseId, allegationIds: ListOf(Id()) });
/**
 * The subject was informed of these allegations and may answer until the end of the day `answerBy`.
 */
export const SubjectInformed = event('SubjectInformed', 1, 'personnel', {
  caseId,
  allegationIds: ListOf(Id(), { minItems: 1 }),
  service: Enum(services),
  on: DayText(),
  answerBy: DayText(),
});
export const SubjectAnswered = event('SubjectAnswered', 1, 'personnel', {
  caseId,
  kind: Enum(['writing', 'meeting', 'waiver']),
  on: DayText(),
  statement: OrNull(SealedText()),
});
/**
 * Something was sustained, by the determination or by the subject's admission on the short path.
 * `decides` is the authority that decides on the discipline.
 */
export const AllegationsSustained = event('AllegationsSustained', 1, 'personnel', {
  caseId,
  allegationIds: ListOf(Id(), { minItems: 1 }),
  by: Enum(['determination', 'admission']),
  decides: AuthorityName(),
});
export const NothingSustained = event('NothingSustained', 1, 'personnel', { caseId });
/**
 * `considers` are earlier proceedings whose discipline counts. `departure` says why the rung is not
 * `nextRung`, the next rung of the ladder.
 */
export const DisciplineProposed = event('DisciplineProposed', 1, 'personnel', {
  caseId,
  on: DayText(),
  rung: Rung(),
  track: Enum(tracks),
  ladderFrom: DayText(),
  nextRung: OrNull(Text()),
  considers: ListOf(Id()),
  reasons: SealedText(),
  departure: OrNull(SealedText()),
  act: OrNull(Act()),
});
export const LegalReviewRecorded = event('LegalReviewRecorded', 1, 'personnel', {
  caseId,
  opinion: Enum(['sufficient', 'insufficient']),
  note: SealedText(),
});
/**
 * Written notice of the proposed rung, with a summary of the evidence. The subject may respond
 * until `respondUntil`, the end of the day `respondBy`.
 */
export const NoticeServed = event('NoticeServed', 1, 'personnel', {
  caseId,
  rung: Rung(),
  considers: ListOf(Id()),
  evidence: SealedText(),
  service: Enum(services),
  on: DayText(),
  meetingOn: OrNull(DayText()),
  respondBy: DayText(),
  respondUntil: Instant(),
});
export const ResponseReceived = event('ResponseReceived', 1, 'personnel', {
  caseId,
  kind: Enum(['writing', 'meeting', 'waiver']),
  on: DayText(),
  statement: OrNull(SealedText()),
});
export const ResponseLapsed = event('ResponseLapsed', 1, 'personnel', { caseId, respondBy: DayText() });
/** `reducedFrom` names the heavier rung that had been proposed. `grievableUntil` is null where it is final at once. */
export const DisciplineImposed = event('DisciplineImposed', 1, 'personnel', {
  caseId,
  rung: Rung(),
  track: Enum(tracks),
  reducedFrom: OrNull(Text()),
  considers: ListOf(Id()),
  reasons: SealedText(),
  departure: OrNull(SealedText()),
  act: OrNull(Act()),
  effectiveOn: DayText(),
  grievableUntil: OrNull(Instant()),
  countsUntil: OrNull(DayText()),
});
/**
 * The measure of a rung at the time it was imposed: `compared` final outcomes of comparable cases,
 * from the lightest rung to the heaviest. `comparables` are the ids of their proceedings. They are
 * sealed, because some are hidden from people who may know of this proceeding. `comparablesReason`
 * says why the rung lies outside that range.
 */
export const ComparablesWeighed = event('ComparablesWeighed', 1, 'personnel', {
  caseId,
  compared: Integer({ minimum: 1 }),
  lightest: Text(),
  heaviest: Text(),
  comparables: SealedText(),
  comparablesReason: OrNull(SealedText()),
});
export const NoActionTaken = event('NoActionTaken', 1, 'personnel', { caseId, reasons: SealedText(), act: OrNull(Act()) });
/**
 * The time to grieve has run out, or a grievance has ended: nothing can change the discipline any
 * more.
 */
export const DisciplineBecameFinal = event('DisciplineBecameFinal', 1, 'personnel', { caseId, on: DayText() });

/** A lighter rung replaces the imposed one. */
export const DisciplineReduced = event('DisciplineReduced', 1, 'personnel', {
  caseId,
  on: DayText(),
  rung: Rung(),
  reducedFrom: Text(),
  reasons: SealedText(),
  act: OrNull(Act()),
  countsUntil: OrNull(DayText()),
});
/** New grounds: the notice that was served is void, and another is due. */
export const GroundsAdded = event('GroundsAdded', 1, 'personnel', { caseId, on: DayText(), grounds: SealedText() });
/** The sustained allegations are open again, and the case goes back to its investigator. */
export const ReturnedToInvestigation = event('ReturnedToInvestigation', 1, 'personnel', {
  caseId,
  on: DayText(),
  because: Enum([...returnCauses]),
  reasons: SealedText(),
});

/** The subject must get a copy of the grievance procedure by `dueAt`. */
export const GrievanceCopyOwed = event('GrievanceCopyOwed', 1, 'personnel', { caseId, dueAt: Instant() });
export const GrievanceCopyGiven = event('GrievanceCopyGiven', 1, 'personnel', { caseId, on: DayText(), service: Enum(services) });
export const GrievanceCopyOverdue = event('GrievanceCopyOverdue', 1, 'personnel', { caseId, wasDueAt: Instant() });

/**
 * `index` counts the steps of the procedure from 0. From `exhaustsAt` on the procedure counts as
 * exhausted, in whatever state it is.
 */
export const GrievanceFiled = event('GrievanceFiled', 1, 'personnel', {
  caseId,
  on: DayText(),
  grounds: SealedText(),
  index: Integer({ minimum: 0 }),
  step: GrievanceStep(),
  decideBy: OrNull(Instant()),
  exhaustsAt: OrNull(Instant()),
});
export const GrievanceAdvanced = event('GrievanceAdvanced', 1, 'personnel', {
  caseId,
  on: DayText(),
  grounds: OrNull(SealedText()),
  index: Integer({ minimum: 0 }),
  step: GrievanceStep(),
  decideBy: OrNull(Instant()),
});
/**
 * `rung` is the lighter rung that replaces the imposed one, if there is one. `reversed` says that
 * no discipline remains. `heardBy` names the hearing officer or arbitrator from outside. The
 * subject may take the grievance on until `advanceUntil`; null where it ends here.
 */
export const GrievanceDecided = event('GrievanceDecided', 1, 'personnel', {
  caseId,
  on: DayText(),
  outcome: Enum([...grievanceDecisions]),
  index: Integer({ minimum: 0 }),
  rung: OrNull(Rung()),
  countsUntil: OrNull(DayText()),
  reversed: Flag(),
  reasons: SealedText(),
  heardBy: OrNull(SealedText()),
  act: OrNull(Act()),
  advanceUntil: OrNull(Instant()),
});
/**
 * A person from outside hears the current step, from one day to another, and decides it in person.
 * `until` is the end of the last day.
 */
export const HearingOfficerAppointed = event('HearingOfficerAppointed', 1, 'personnel', {
  caseId,
  index: Integer({ minimum: 0 }),
  officer: Id(),
  from: DayText(),
  to: DayText(),
  until: Instant(),
  terms: SealedText(),
});
export const HearingOfficerReleased = event('HearingOfficerReleased', 1, 'personnel', {
  caseId,
  officer: Id(),
  on: DayText(),
  reasons: SealedText(),
});
export const GrievanceWithdrawn = event('GrievanceWithdrawn', 1, 'personnel', { caseId, on: DayText(), reasons: OrNull(SealedText()) });
export const GrievanceExhausted = event('GrievanceExhausted', 1, 'personnel', { caseId, on: DayText(), because: Enum([...exhaustions]) });

/**
 * `withCase` says that the proceeding is held because its case rests; it is then resumed with the
 * case.
 */
export const ProceedingHeld = event(
  'ProceedingHeld',
  2,
  'personnel',
  { caseId, on: DayText(), reasons: SealedText(), withCase: Flag() },
  { upcast: { 1: (older: object) => ({ ...older, withCase: false }) } },
);
/** Each time that stood still, with its new end; null or absent where none did. */
export const ProceedingResumed = event('ProceedingResumed', 1, 'personnel', {
  caseId,
  on: DayText(),
  reasons: SealedText(),
  answers: ListOf(Shape({ allegationId: Id(), answerBy: DayText() }, { additionalProperties: false })),
  respondBy: OrNull(DayText()),
  respondUntil: OrNull(Instant()),
  grievableUntil: OrNull(Instant()),
  decideBy: OrNull(Instant()),
  advanceUntil: OrNull(Instant()),
});
/** The subject left before it was over. */
export const ProceedingSeparated = event('ProceedingSeparated', 1, 'personnel', {
  caseId,
  on: DayText(),
  reason: Enum([...separations]),
  note: OrNull(SealedText()),
});
export const ProceedingSettled = event('ProceedingSettled', 1, 'personnel', {
  caseId,
  on: DayText(),
  terms: SealedText(),
  approvedBy: AuthorityName(),
  act: OrNull(Act()),
});

/**
 * The imposed discipline is settled, during a grievance or before one. `rung` is the lighter rung
 * that replaces the imposed one, if there is one. `reversed` says that no discipline remains.
 */
export const DisciplineSettled = event('DisciplineSettled', 1, 'personnel', {
  caseId,
  on: DayText(),
  terms: SealedText(),
  approvedBy: AuthorityName(),
  act: OrNull(Act()),
  rung: OrNull(Rung()),
  countsUntil: OrNull(DayText()),
  reversed: Flag(),
});

/**
 * `orderedBy` ordered that the discipline be expunged. The history is shown without it, and the
 * order stays on record.
 */
export const DisciplineExpunged = event('DisciplineExpunged', 1, 'personnel', {
  caseId,
  on: DayText(),
  orderedBy: Enum([...orderers]),
  orderedOn: DayText(),
  order: SealedText(),
});
/** The day from which discipline took effect, or until which it counts, was entered wrongly. */
export const DisciplineCorrected = event(
  'DisciplineCorrected',
  2,
  'personnel',
  {
    caseId,
    on: DayText(),
    effectiveOn: DayText(),
    countsUntil: OrNull(DayText()),
    reasons: SealedText(),
    /** The authority that had it corrected; null in events from before it was asked for. */
    authority: OrNull(AuthorityName()),
  },
  { upcast: { 1: (older: object) => ({ ...older, authority: null }) } },
);
/**
 * The clause, or the version of the policy, was recorded wrongly. The decision that rests on it
 * remains.
 */
export const ChargeCorrected = event('ChargeCorrected', 1, 'personnel', {
  caseId,
  on: DayText(),
  allegationId: Id(),
  clause: Text(),
  policyVersion: Text(),
  was: Shape({ clause: Text(), policyVersion: Text() }, { additionalProperties: false }),
  reasons: SealedText(),
  authority: AuthorityName(),
});
/** The subject's own statement beside the entry in their history. */
export const RebuttalAdded = event('RebuttalAdded', 1, 'personnel', { caseId, on: DayText(), statement: SealedText() });

export const proceedingEvents = {
  ProceedingOpened,
  AllegationPut,
  AllegationTakenBack,
  ProceedingReopened,
  SubjectInformed,
  SubjectAnswered,
  AllegationsSustained,
  NothingSustained,
  DisciplineProposed,
  LegalReviewRecorded,
  NoticeServed,
  ResponseReceived,
  ResponseLapsed,
  DisciplineImposed,
  ComparablesWeighed,
  NoActionTaken,
  DisciplineBecameFinal,
  DisciplineReduced,
  GroundsAdded,
  ReturnedToInvestigation,
  GrievanceCopyOwed,
  GrievanceCopyGiven,
  GrievanceCopyOverdue,
  GrievanceFiled,
  GrievanceAdvanced,
  GrievanceDecided,
  HearingOfficerAppointed,
  HearingOfficerReleased,
  GrievanceWithdrawn,
  GrievanceExhausted,
  ProceedingHeld,
  ProceedingResumed,
  ProceedingSeparated,
  ProceedingSettled,
  DisciplineSettled,
  DisciplineExpunged,
  DisciplineCorrected,
  ChargeCorrected,
  RebuttalAdded,
};
