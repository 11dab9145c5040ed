import { Command } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, endOfDay } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  actOf,
  actRefusals,
  asksAct,
  CouncilAct,
  cases,
  decider,
  InterimMeasureContinued,
  InterimMeasureEnded,
} from '../cases/cases.public.js';
import { measureRefusals } from './measures.refusals.js';
import { mayReviewBy } from './order-interim-measure.js';

/**
 * Continues an interim measure until another review, or ends it. It is possible in every state of
 * the case.
 */
export class ReviewInterimMeasure extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsUUID() measureId!: string;
  @IsIn(['continue', 'end']) decision!: 'continue' | 'end';
  @IsProse(20_000) reasons!: string;
  /** With `continue`: it is reviewed again by the end of this day, at most ninety days ahead. */
  @IsOptional() @IsDay() reviewBy?: Day;
  /** Required where Council decides, and refused elsewhere. */
  @IsOptional() @ValidateNested() @Type(() => CouncilAct) act?: CouncilAct;
}

export const ReviewInterimMeasureHandler = commandHandler(ReviewInterimMeasure, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [decider],
  refuses: {
    ...actRefusals,
    ...measureRefusals('measure.no-such-interim', 'measure.interim-ended', 'measure.review-misplaced', 'measure.review-not-ahead'),
  },
  opens: 'always',
  asks: ({ authority, measures }) => ({
    ...asksAct(authority.decides),
    choices: { measureId: [...measures.interim].flatMap(([id, { ended }]) => (ended ? [] : [id])) },
  }),
  decide({ measureId, decision, reasons, reviewBy, act }, state, context) {
    const { today, timeZone, refuse } = context;
    const measure = state.measures.interim.get(measureId) ?? refuse('measure.no-such-interim');
    if (measure.ended) return refuse('measure.interim-ended');
    if ((decision === 'continue') !== (reviewBy !== undefined)) return refuse('measure.review-misplaced');
    const decided = actOf(act, context);
    if (!reviewBy) return [InterimMeasureEnded({ measureId, reasons: seal(reasons), on: today, act: decided })];
    if (!mayReviewBy(reviewBy, today)) return refuse('measure.review-not-ahead');
    return [InterimMeasureContinued({ measureId, reasons: seal(reasons), reviewBy, reviewAt: endOfDay(timeZone, reviewBy), act: decided })];
  },
});
