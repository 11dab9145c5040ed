import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { BeginMitigation, BeginMitigationHandler } from './begin-mitigation.js';
import { CompleteMitigation, CompleteMitigationHandler } from './complete-mitigation.js';
import { InterimReviews, ListInterimReviews, ListInterimReviewsHandler } from './interim-review-list.view.js';
import { LiftHold, LiftHoldHandler } from './lift-legal-hold.js';
import { OrderInterimMeasure, OrderInterimMeasureHandler } from './order-interim-measure.js';
import { PlaceHold, PlaceHoldHandler } from './place-legal-hold.js';
import { RecordReferralResult, RecordReferralResultHandler } from './record-referral-result.js';
import { ReferCase, ReferCaseHandler } from './refer-case.js';
import { ReviewInterimMeasure, ReviewInterimMeasureHandler } from './review-interim-measure.js';

@Controller('api')
export class MeasuresController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(BeginMitigationHandler, 'cases/:caseId/mitigation')
  beginMitigation(@Input(BeginMitigation) command: BeginMitigation) {
    return this.commands.execute(command);
  }

  @Commands(CompleteMitigationHandler, 'cases/:caseId/mitigation/:mitigationId/completion')
  completeMitigation(@Input(CompleteMitigation) command: CompleteMitigation) {
    return this.commands.execute(command);
  }

  @Commands(ReferCaseHandler, 'cases/:caseId/referrals')
  referCase(@Input(ReferCase) command: ReferCase) {
    return this.commands.execute(command);
  }

  @Commands(RecordReferralResultHandler, 'cases/:caseId/referrals/:referralId/result')
  recordReferralResult(@Input(RecordReferralResult) command: RecordReferralResult) {
    return this.commands.execute(command);
  }

  @Commands(PlaceHoldHandler, 'cases/:caseId/holds')
  placeHold(@Input(PlaceHold) command: PlaceHold) {
    return this.commands.execute(command);
  }

  @Commands(LiftHoldHandler, 'cases/:caseId/holds/:holdId/lift')
  liftHold(@Input(LiftHold) command: LiftHold) {
    return this.commands.execute(command);
  }

  @Commands(OrderInterimMeasureHandler, 'cases/:caseId/interim-measures')
  orderInterimMeasure(@Input(OrderInterimMeasure) command: OrderInterimMeasure) {
    return this.commands.execute(command);
  }

  @Commands(ReviewInterimMeasureHandler, 'cases/:caseId/interim-measures/:measureId/review')
  reviewInterimMeasure(@Input(ReviewInterimMeasure) command: ReviewInterimMeasure) {
    return this.commands.execute(command);
  }

  @Answers(ListInterimReviewsHandler, 'interim-reviews', InterimReviews)
  listInterimReviews(@Input(ListInterimReviews) query: ListInterimReviews) {
    return this.queries.execute(query);
  }
}
