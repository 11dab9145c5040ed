import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay, plusDays } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  actOf,
  actRefusals,
  asksAct,
  CouncilAct,
  caseRefusals,
  cases,
  decider,
  type InterimKind,
  InterimMeasureOrdered,
  interimKinds,
  subjectsOf,
} from '../cases/cases.public.js';
import { measureRefusals } from './measures.refusals.js';

/** The longest time without a review, in days. */
const longest = 90;
/** Whether a measure may be reviewed by that day. */
export const mayReviewBy = (day: Day, today: Day): boolean => today <= day && day <= plusDays(today, longest);

/**
 * Orders what is needed until the case is decided. It leaves pay and standing unchanged, so it is
 * no discipline.
 */
export class OrderInterimMeasure extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsIn(interimKinds) kind!: InterimKind;
  /** Person id of the person whom it concerns; absent where it concerns content. */
  @IsOptional() @IsUUID() subject?: string;
  @IsProse(5_000) what!: string;
  @IsProse(20_000) reasons!: string;
  /** It is reviewed by the end of this day, at most ninety days ahead. */
  @IsDay() reviewBy!: Day;
  /** Required where Council decides, and refused elsewhere. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

const past: ReadonlySet<string> = new Set(['declined', 'closed']);

export const OrderInterimMeasureHandler = commandHandler(OrderInterimMeasure, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...actRefusals,
    ...caseRefusals('case.over'),
    ...measureRefusals('measure.not-a-subject', 'measure.review-not-ahead'),
  },
  opens: (state, { refuse }) => (past.has(state.status) ? refuse('case.over') : state),
  asks: ({ authority }) => asksAct(authority.decides),
  decide({ kind, subject, what, reasons, reviewBy, act }, state, context) {
    const { today, timeZone, newId, refuse } = context;
    const aboutContent = kind === 'content-taken-down' && !subject;
    if (!aboutContent && !(subject && subjectsOf(state).has(subject))) return refuse('measure.not-a-subject');
    if (!mayReviewBy(reviewBy, today)) return refuse('measure.review-not-ahead');
    return [
      InterimMeasureOrdered({
        measureId: newId('interim'),
        kind,
        subject: subject ?? null,
        what: seal(what),
        reasons: seal(reasons),
        reviewBy,
        reviewAt: endOfDay(timeZone, reviewBy),
        act: actOf(act, context),
      }),
    ];
  },
});
