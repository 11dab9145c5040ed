import { Enum, Boolean as Flag, Integer, Array as ListOf, Object as Shape, type Static, String as Text, Union } from 'typebox';
import { DayText, OrNull } from '../../platform/events/shapes.js';
import { SealedText } from '../../platform/sealing/sealed.js';
import { type AssignableOffice, assignableOffices } from '../directory/directory.public.js';
import { rungIdPattern } from './rung-id.js';

export { DayText, Id, OrNull } from '../../platform/events/shapes.js';

/** ISO 8601 in UTC with milliseconds. */
export const Instant = () => Text({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
export const OfficeName = () => Enum(assignableOffices);

/** Who may decide: the holder of an office, or Council, whose act the City Clerk enters. */
export const authorities = [...assignableOffices, 'Council' as const];
export type Authority = AssignableOffice | 'Council';
export const AuthorityName = () => Enum(authorities);

/**
 * The offices that take in and triage, and the authority that decides. They are settled from the
 * chain of authorities in force on the day, and anew when a party changes.
 */
export interface SettledAuthority {
  readonly intake: readonly AssignableOffice[];
  readonly decides: Authority;
}

/**
 * When the deed was done: a day, an interval (a post stays up), or unknown, with the reason. Days
 * are the city's.
 */
export const Deed = () =>
  Union([
    Shape({ from: DayText(), to: DayText() }, { additionalProperties: false }),
    Shape({ unknown: SealedText() }, { additionalProperties: false }),
  ]);
export type Deed = Static<ReturnType<typeof Deed>>;

/** The decision of a body: Council acts at a meeting by a motion. */
export const Act = () => Shape({ meetingOn: DayText(), motion: Text({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false });
export type Act = Static<ReturnType<typeof Act>>;

export const outcomes = ['sustained', 'not-sustained', 'exonerated', 'unfounded'] as const;
export type Outcome = (typeof outcomes)[number];
export const standards = ['preponderance', 'clear-and-convincing', 'substantial-evidence'] as const;
export type Standard = (typeof standards)[number];
/** The grounds for declining a case, in addition to the reasons. */
export const declineGrounds = ['personal-use', 'e-mail', 'no-violation-if-true', 'duplicate', 'beyond-reach', 'other'] as const;
export type DeclineGround = (typeof declineGrounds)[number];
/**
 * The relation of one case to another: it duplicates it, is related to it, or is about retaliation
 * for reporting or witnessing in it.
 */
export const linkKinds = ['duplicate', 'related', 'retaliation'] as const;
export type LinkKind = (typeof linkKinds)[number];
export const abeyanceCauses = ['criminal-investigation', 'litigation', 'other-proceeding', 'absence', 'other'] as const;
export type AbeyanceCause = (typeof abeyanceCauses)[number];
export const services = ['in-person', 'certified-mail', 'e-mail', 'interoffice'] as const;
export type Service = (typeof services)[number];

/** A step of the ladder of sanctions, as the decision found it on that day. */
export const Rung = () =>
  Shape(
    {
      id: Text({ pattern: rungIdPattern.source }),
      name: Text({ minLength: 1, maxLength: 80 }),
      /** Weight: a heavier rung has a higher one. */
      order: Integer({ minimum: 0, maximum: 100 }),
      /** The rung is discipline. Coaching is none. */
      discipline: Flag(),
      imposedBy: ListOf(AuthorityName(), { minItems: 1 }),
      needsNotice: Flag(),
      needsLegalReview: Flag(),
      /** Days to respond to the notice; 0 where no notice is needed. */
      responseDays: Integer({ minimum: 0, maximum: 365 }),
      /** Days to grieve; 0 where the discipline is final at once. */
      grievanceDays: Integer({ minimum: 0, maximum: 365 }),
      /** Months in which it counts as earlier discipline; null where it counts without limit. */
      countsForMonths: OrNull(Integer({ minimum: 1, maximum: 600 })),
    },
    { additionalProperties: false },
  );
export type Rung = Static<ReturnType<typeof Rung>>;
