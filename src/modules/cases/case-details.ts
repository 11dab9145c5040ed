import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import type { AssignableOffice } from '../directory/directory.public.js';
import type { AbeyanceCause, Authority, DeclineGround, LinkKind, Outcome, Standard } from '../procedure/procedure.public.js';
import type { Channel } from '../reports/reports.public.js';
import type { CaseStatus } from './case-list.view.js';
import type { MeasuresShown } from './get-measures.js';

/** A report that came in. Its sender is shown nowhere here. */
export class ReportInCase {
  id!: string;
  channel!: Channel;
  receivedOn!: Day;
  summary!: string;
}

export class FindingInCase {
  outcome!: Outcome;
  /** The standard of proof, or `admission`. */
  standard!: Standard | 'admission';
  reasons!: string | null;
  /**
   * Why an undisclosed, uncorroborated source alone suffices; null where the finding does not rest
   * on one.
   */
  soleSource!: string | null;
}

/** The subject's answer to the allegations. */
export class AnswerInCase {
  kind!: 'writing' | 'meeting' | 'waiver';
  on!: Day;
  statement!: string | null;
}

export class AllegationInCase {
  id!: string;
  /** Person id. */
  @PersonRef() subject!: string;
  clause!: string;
  policyVersion!: string;
  /** Instruments that leave it open in law whether that version was still in force. */
  unresolved!: string[];
  /** First day of the deed; null where it is unknown. */
  deedFrom!: Day | null;
  deedTo!: Day | null;
  deedUnknownBecause!: string | null;
  facts!: string | null;
  /** Id of the site that the allegation is about. */
  siteId!: string | null;
  finding!: FindingInCase | null;
  /** It was withdrawn before its finding. */
  withdrawn!: boolean;
  withdrawnBecause!: string | null;
  /** Id of the amended allegation that replaced it. */
  replacedBy!: string | null;
  /** Id of the subject's due process. */
  proceedingId!: string;
  /**
   * The subject's answers, which a finding weighs; null for HR, which sees them in the proceeding.
   */
  answers!: AnswerInCase[] | null;
}

export class AcknowledgementInCase {
  @PersonRef() subject!: string;
  policyVersion!: string;
  acknowledged!: boolean;
}

export class DepartureInCase {
  allegationId!: string;
  /** The finding of the investigation. */
  found!: Outcome;
  outcome!: Outcome;
  reasons!: string | null;
}

export class DeterminationInCase {
  at!: string;
  office!: string;
  acknowledged!: AcknowledgementInCase[];
  acknowledgementReason!: string | null;
  /** Allegations whose outcome differs from the finding of the investigation. */
  departures!: DepartureInCase[];
  /** Why the report sufficed although counsel found it insufficient. */
  overReview!: string | null;
  reasons!: string | null;
  /** Council's meeting and motion, where Council decided. */
  meetingOn!: Day | null;
  motion!: string | null;
}

export class AbeyanceInCase {
  /** ISO 8601 */
  since!: string;
  /** The status in which it began to rest. */
  from!: CaseStatus;
  cause!: AbeyanceCause;
  reasons!: string | null;
}

export class ConflictInCase {
  /** Person id. */
  @PersonRef() person!: string;
  /** For the City Attorney alone. */
  reasons!: string | null;
}

export class PlannedStepInCase {
  what!: string;
  by!: Day | null;
}

export class PlanInCase {
  scope!: string;
  steps!: PlannedStepInCase[];
  amendedBecause!: string | null;
}

export class EngagementInCase {
  from!: Day;
  to!: Day;
  terms!: string | null;
}

/** `caseId` is a duplicate of, related to, or about retaliation for `other`; one of the two is this case. */
export class LinkInCase {
  caseId!: string;
  other!: string;
  kind!: LinkKind;
}

export class ReviewInCase {
  opinion!: 'sufficient' | 'insufficient';
  note!: string;
}

export class ReturnInCase {
  /** ISO 8601 */
  at!: string;
  /** Summary of the report that was sent back. */
  summary!: string | null;
  reasons!: string | null;
  missing!: string | null;
}

export class ReopeningInCase {
  /** ISO 8601 */
  at!: string;
  reasons!: string | null;
  evidence!: string | null;
}

/** One event of the case: its type, its time, and the office of its actor. */
export class CaseMoment {
  type!: string;
  at!: string;
  office!: string;
}

/** A case, limited to the fields that the caller's part in it needs. */
export class CaseInFull {
  id!: string;
  /** What people call it, for example `C26-WJ5914`. */
  ref!: string;
  status!: CaseStatus;
  openedOn!: Day;
  dueAt!: string | null;
  escalated!: boolean;
  intake!: AssignableOffice[];
  decides!: Authority;
  /** Person id. */
  @PersonRef() investigator!: string | null;
  /** Person ids of those accused in the report. */
  @PersonRef() accused!: string[];
  /** Null for HR, which sees outcomes. */
  reports!: ReportInCase[] | null;
  triageReasons!: string | null;
  allegations!: AllegationInCase[];
  /** Person ids; null for all but the investigator and the deciding authority. */
  @PersonRef() witnesses!: string[] | null;
  /** Why it was declined. */
  declineGround!: DeclineGround | null;
  /** Why the case rests; null unless it does. */
  abeyance!: AbeyanceInCase | null;
  /** Nobody is left who may decide. */
  vacant!: boolean;
  /** The people who declared a conflict; null for all but counsel and the deciding authority. */
  conflicts!: ConflictInCase[] | null;
  plan!: PlanInCase | null;
  /** The engagement of an investigator from outside. */
  engagement!: EngagementInCase | null;
  links!: LinkInCase[];
  investigationSummary!: string | null;
  /** Counsel's review of the report; null for HR and the investigator. */
  review!: ReviewInCase | null;
  returns!: ReturnInCase[];
  determination!: DeterminationInCase | null;
  reopenings!: ReopeningInCase[];
  /** Determinations from before it was reopened. */
  earlier!: DeterminationInCase[];
  measures!: MeasuresShown;
  timeline!: CaseMoment[];
}
