import { Enum } from 'typebox';
import type { Office } from '../../platform/access/access.js';
import { type DataOf, event, type StoredEvent } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { Act, AuthorityName, DayText, Id, Instant, OrNull } from '../procedure/procedure.public.js';

export const referredTo = ['police', 'insurer', 'other-body'] as const;
export type ReferredTo = (typeof referredTo)[number];
/** Each kind leaves pay and standing unchanged, so none is discipline. */
export const interimKinds = ['leave-with-pay', 'access-suspended', 'duties-changed', 'content-taken-down', 'no-contact'] as const;
export type InterimKind = (typeof interimKinds)[number];

/** A step that mitigates the violation; the person `by` does it. */
export const MitigationBegun = event('MitigationBegun', 1, 'personnel', {
  mitigationId: Id(),
  what: SealedText(),
  by: Id(),
  on: DayText(),
});
export const MitigationCompleted = event('MitigationCompleted', 1, 'personnel', {
  mitigationId: Id(),
  result: SealedText(),
  on: DayText(),
});
/** The matter was referred to another body; the case continues. */
export const CaseReferred = event('CaseReferred', 1, 'personnel', {
  referralId: Id(),
  to: Enum(referredTo),
  body: SealedText(),
  reasons: SealedText(),
  on: DayText(),
});
/** The answer of the body to which the matter was referred, on the day `on`. */
export const ReferralAnswered = event('ReferralAnswered', 1, 'personnel', { referralId: Id(), answer: SealedText(), on: DayText() });
/** While a hold is in force, nothing of the case may be disposed of. */
export const HoldPlaced = event('HoldPlaced', 1, 'personnel', { holdId: Id(), reasons: SealedText() });
export const HoldLifted = event('HoldLifted', 1, 'personnel', { holdId: Id(), reasons: SealedText() });
/**
 * `subject` is null where the measure concerns content and no person. It must be reviewed by
 * `reviewAt`, the end of the day `reviewBy`.
 */
export const InterimMeasureOrdered = event('InterimMeasureOrdered', 1, 'personnel', {
  measureId: Id(),
  kind: Enum(interimKinds),
  subject: OrNull(Id()),
  what: SealedText(),
  reasons: SealedText(),
  reviewBy: DayText(),
  reviewAt: Instant(),
  act: OrNull(Act()),
});
/** Nobody reviewed the measure in time. */
export const InterimReviewFellDue = event('InterimReviewFellDue', 1, 'personnel', {
  measureId: Id(),
  wasDueAt: Instant(),
  to: AuthorityName(),
});
export const InterimMeasureContinued = event('InterimMeasureContinued', 1, 'personnel', {
  measureId: Id(),
  reasons: SealedText(),
  reviewBy: DayText(),
  reviewAt: Instant(),
  act: OrNull(Act()),
});
export const InterimMeasureEnded = event('InterimMeasureEnded', 1, 'personnel', {
  measureId: Id(),
  reasons: SealedText(),
  on: DayText(),
  act: OrNull(Act()),
});

/**
 * The events that may happen in every state of a case: mitigation, referral, legal hold and interim
 * measures.
 */
export const measureEvents = {
  MitigationBegun,
  MitigationCompleted,
  CaseReferred,
  ReferralAnswered,
  HoldPlaced,
  HoldLifted,
  InterimMeasureOrdered,
  InterimReviewFellDue,
  InterimMeasureContinued,
  InterimMeasureEnded,
};

interface Done {
  readonly on: Day;
  readonly text: Sealed;
}
export interface Mitigation {
  readonly what: Sealed;
  /** Person id of the person who does it. */
  readonly by: string;
  readonly on: Day;
  /** The office in which it was entered. */
  readonly office: string;
  /** Its result; null while it is open. */
  readonly done: Done | null;
}
export interface Referral {
  readonly to: ReferredTo;
  readonly body: Sealed;
  readonly reasons: Sealed;
  readonly on: Day;
  /** In the order in which they were recorded. */
  readonly answers: readonly Done[];
}
export interface Hold {
  readonly reasons: Sealed;
  /** ISO 8601 */
  readonly at: string;
  readonly office: Office;
  /** Null while it is in force. */
  readonly lifted: { readonly at: string; readonly reasons: Sealed } | null;
}
export interface Interim {
  readonly kind: InterimKind;
  readonly subject: string | null;
  readonly what: Sealed;
  readonly reasons: Sealed;
  readonly reviewBy: Day;
  readonly reviewAt: string;
  /** The last `reviewAt` that passed without a review. */
  readonly missed: string | null;
  /** Null while it is in force. */
  readonly ended: Done | null;
}
export interface Measures {
  readonly mitigation: ReadonlyMap<string, Mitigation>;
  readonly referrals: ReadonlyMap<string, Referral>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly interim: ReadonlyMap<string, Interim>;
}
export const noMeasures: Measures = { mitigation: new Map(), referrals: new Map(), holds: new Map(), interim: new Map() };

function changed<T>(all: ReadonlyMap<string, T>, id: string, change: (one: T) => T): ReadonlyMap<string, T> {
  const one = all.get(id);
  if (!one) throw new Error(`no measure ${id}`);
  return new Map(all).set(id, change(one));
}
const interim = (measures: Measures, id: string, change: Partial<Interim>): Measures => ({
  ...measures,
  interim: changed(measures.interim, id, (one) => ({ ...one, ...change })),
});

type Evolve = {
  readonly [Type in keyof typeof measureEvents]: (
    measures: Measures,
    event: StoredEvent<Type, DataOf<(typeof measureEvents)[Type]>>,
  ) => Measures;
};

/** How each event changes the measures of a case. */
export const measured: Evolve = {
  MitigationBegun: (measures, { data: { mitigationId, what, by, on }, actor }) => ({
    ...measures,
    mitigation: new Map(measures.mitigation).set(mitigationId, { what, by, on, office: actor.office, done: null }),
  }),
  MitigationCompleted: (measures, { data: { mitigationId, result, on } }) => ({
    ...measures,
    mitigation: changed(measures.mitigation, mitigationId, (step) => ({ ...step, done: { on, text: result } })),
  }),
  CaseReferred: (measures, { data: { referralId, ...referral } }) => ({
    ...measures,
    referrals: new Map(measures.referrals).set(referralId, { ...referral, answers: [] }),
  }),
  ReferralAnswered: (measures, { data: { referralId, answer, on } }) => ({
    ...measures,
    referrals: changed(measures.referrals, referralId, (one) => ({ ...one, answers: [...one.answers, { on, text: answer }] })),
  }),
  HoldPlaced: (measures, { data: { holdId, reasons }, recordedAt, actor }) => ({
    ...measures,
    holds: new Map(measures.holds).set(holdId, { reasons, at: recordedAt, office: actor.office as Office, lifted: null }),
  }),
  HoldLifted: (measures, { data: { holdId, reasons }, recordedAt }) => ({
    ...measures,
    holds: changed(measures.holds, holdId, (hold) => ({ ...hold, lifted: { at: recordedAt, reasons } })),
  }),
  InterimMeasureOrdered: (measures, { data: { measureId, kind, subject, what, reasons, reviewBy, reviewAt } }) => ({
    ...measures,
    interim: new Map(measures.interim).set(measureId, {
      kind,
      subject,
      what,
      reasons,
      reviewBy,
      reviewAt,
      missed: null,
      ended: null,
    }),
  }),
  InterimReviewFellDue: (measures, { data }) => interim(measures, data.measureId, { missed: data.wasDueAt }),
  InterimMeasureContinued: (measures, { data: { measureId, reviewBy, reviewAt } }) => interim(measures, measureId, { reviewBy, reviewAt }),
  InterimMeasureEnded: (measures, { data: { measureId, on, reasons } }) => interim(measures, measureId, { ended: { on, text: reasons } }),
};

/** Whether a legal hold forbids the disposal of anything of the case. */
export const isHeld = ({ holds }: Measures): boolean => [...holds.values()].some(({ lifted }) => lifted === null);
