import type { Day } from '../../platform/ground/clock.js';

/** Letters to the subject that follow from a step of a proceeding. */
export const proceedingKinds = ['notice', 'discipline-imposed', 'no-action', 'not-sustained', 'grievance-answer', 'expungement'] as const;
export type ProceedingKind = (typeof proceedingKinds)[number];
/** All kinds of letters. The acknowledgement goes to the sender of a report. */
export const letterKinds = [...proceedingKinds, 'acknowledgement'] as const;
export type LetterKind = (typeof letterKinds)[number];

const everywhere = ['date', 'signatoryName', 'signatoryOffice'] as const;
const toSubject = [...everywhere, 'subjectName', 'caseRef', 'clauses'] as const;

/** Placeholders that a template of each kind may use. */
export const placeholders = {
  notice: [...toSubject, 'rung', 'evidence', 'earlierDiscipline', 'servedOn', 'service', 'respondBy', 'respondTo', 'meeting'],
  'discipline-imposed': [...toSubject, 'rung', 'reasons', 'decidedBy', 'effectiveOn', 'countsUntil', 'grievanceWindow', 'grievanceSteps'],
  'no-action': [...toSubject, 'reasons', 'decidedBy'],
  'not-sustained': [...toSubject],
  'grievance-answer': [...toSubject, 'step', 'decision', 'decidedOn', 'reasons', 'stands', 'goingOn'],
  expungement: [...toSubject, 'orderedBy', 'orderedOn', 'order', 'expungedOn'],
  acknowledgement: [...everywhere, 'reporterName', 'receivedOn', 'acknowledgedOn', 'following'],
} as const satisfies Record<LetterKind, readonly string[]>;

/** Values by placeholder; null if the record has none. */
export type Values = Readonly<Record<string, string | null>>;

/** The wording of a kind of letter, in force from a day. */
export interface LetterTemplate {
  readonly kind: LetterKind;
  /** Number of the template among all that were ever set for the kind; 0 is Casebook's own. */
  readonly version: number;
  readonly effectiveFrom: Day;
  readonly instrument: string;
  readonly author: string | null;
  readonly body: string;
}
