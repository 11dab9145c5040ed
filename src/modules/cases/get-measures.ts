import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { audiencesOf, readsEvent, readsField } from '../../platform/access/audiences.js';
import type { DataOf } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { itsCase } from '../procedure/procedure.public.js';
import { type caseEvents, cases, decider, intake, investigator } from './case.js';
import { type InterimKind, isHeld, type Measures, type ReferredTo } from './case.measures.js';

/** A step that mitigates the violation. */
export class MitigationShown {
  id!: string;
  what!: string | null;
  /** Person id of the person who does it. */
  @PersonRef() by!: string;
  /** The day on which it was begun. */
  on!: Day;
  /** The office in which it was entered. */
  office!: string;
  open!: boolean;
  doneOn!: Day | null;
  result!: string | null;
}

/** The answer of a body. */
export class AnswerShown {
  on!: Day;
  answer!: string | null;
}

export class ReferralShown {
  id!: string;
  to!: ReferredTo;
  body!: string | null;
  reasons!: string | null;
  on!: Day;
  answers!: AnswerShown[];
}

export class LegalHoldShown {
  id!: string;
  /** ISO 8601 */
  at!: string;
  office!: string;
  reasons!: string | null;
  /** ISO 8601; null while it is in force. */
  liftedAt!: string | null;
  liftedBecause!: string | null;
}

export class InterimShown {
  id!: string;
  kind!: InterimKind;
  /** Person id; null where it concerns content. */
  @PersonRef() subject!: string | null;
  what!: string | null;
  reasons!: string | null;
  reviewBy!: Day;
  /** Its review is past due. */
  overdue!: boolean;
  /** The day on which it ended; null while it is in force. */
  endedOn!: Day | null;
  endedBecause!: string | null;
}

/** The measures beside the case's own course. */
export class MeasuresShown {
  mitigation!: MitigationShown[];
  referrals!: ReferralShown[];
  holds!: LegalHoldShown[];
  /** A legal hold is in force: nothing of the case may be disposed of. */
  onHold!: boolean;
  interim!: InterimShown[];
}

/** What a text of an event of the case says to the reader; null where it is not for them. */
export type Shown = <Type extends keyof typeof caseEvents, Value>(
  type: Type,
  field: keyof DataOf<(typeof caseEvents)[Type]> & string,
  text: Value,
) => Value | null;

/** The measures of a case, with what their texts say to the reader. */
export const measuresIn = (measures: Measures, shown: Shown): MeasuresShown => ({
  mitigation: [...measures.mitigation].map(([id, { what, by, on, office: entered, done }]) => ({
    id,
    what: shown('MitigationBegun', 'what', what),
    by,
    on,
    office: entered,
    open: done === null,
    doneOn: done?.on ?? null,
    result: shown('MitigationCompleted', 'result', done?.text ?? null),
  })),
  referrals: [...measures.referrals].map(([id, { to, body, reasons, on, answers }]) => ({
    id,
    to,
    body: shown('CaseReferred', 'body', body),
    reasons: shown('CaseReferred', 'reasons', reasons),
    on,
    answers: answers.map((answer) => ({ on: answer.on, answer: shown('ReferralAnswered', 'answer', answer.text) })),
  })),
  holds: [...measures.holds].map(([id, { at, office: placed, reasons, lifted }]) => ({
    id,
    at,
    office: placed,
    reasons: shown('HoldPlaced', 'reasons', reasons),
    liftedAt: lifted?.at ?? null,
    liftedBecause: shown('HoldLifted', 'reasons', lifted?.reasons ?? null),
  })),
  onHold: isHeld(measures),
  interim: [...measures.interim].map(([id, { kind, subject, what, reasons, reviewBy, reviewAt, missed, ended }]) => ({
    id,
    kind,
    subject,
    what: shown('InterimMeasureOrdered', 'what', what),
    reasons: shown('InterimMeasureOrdered', 'reasons', reasons),
    reviewBy,
    overdue: ended === null && missed === reviewAt,
    endedOn: ended?.on ?? null,
    endedBecause: shown('InterimMeasureEnded', 'reasons', ended?.text ?? null),
  })),
});

/**
 * The mitigation of a case, for the people who mitigate. The people who work on the case, counsel
 * and the auditor see the other measures too.
 */
export class GetMeasures extends AsOfQuery<MeasuresShown> {
  @IsUUID() caseId!: string;
}

const offices = [office('City Attorney'), office('Auditor'), office('Communications Manager'), office('City Manager')];

export const GetMeasuresHandler = streamQuery<GetMeasures, typeof cases, MeasuresShown>(GetMeasures, {
  stream: cases,
  of: ({ caseId }) => caseId,
  recordsAccessTo: itsCase,
  may: [intake, decider, investigator, ...offices],
  async run({ caseId }, { measures }, reads) {
    const audiences = audiencesOf(cases, await reads.current.state(cases, caseId), reads.caller);
    const measured = measuresIn(measures, (type, field, text) => (readsField(cases, type, field, audiences) ? text : null));
    if (readsEvent(cases, 'HoldPlaced', audiences)) return measured;
    return { ...measured, referrals: [], holds: [], onHold: false, interim: [] };
  },
});
