import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { DecideDiscipline, DecideDisciplineHandler } from './decide-discipline.js';
import { GetProceeding, GetProceedingHandler, ProceedingInFull } from './get-proceeding.js';
import { InformSubject, InformSubjectHandler } from './inform-subject.js';
import { Comparables, ListComparables, ListComparablesHandler } from './list-comparables.js';
import { GetProceedingActions, GetProceedingActionsHandler } from './proceeding-actions.js';
import { ProposeDiscipline, ProposeDisciplineHandler } from './propose-discipline.js';
import { RecordLegalReview, RecordLegalReviewHandler } from './record-legal-review.js';
import { RecordResponse, RecordResponseHandler } from './record-response.js';
import { ServeNotice, ServeNoticeHandler } from './serve-notice.js';

@Controller('api')
export class ProceedingController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Answers(GetProceedingHandler, 'proceedings/:proceedingId', ProceedingInFull)
  getProceeding(@Input(GetProceeding) query: GetProceeding) {
    return this.queries.execute(query);
  }

  @Answers(GetProceedingActionsHandler, 'proceedings/:proceedingId/actions', ActionsShown)
  getProceedingActions(@Input(GetProceedingActions) query: GetProceedingActions) {
    return this.queries.execute(query);
  }

  @Commands(InformSubjectHandler, 'proceedings/:proceedingId/information')
  informSubject(@Input(InformSubject) command: InformSubject) {
    return this.commands.execute(command);
  }

  @Commands(RecordResponseHandler, 'proceedings/:proceedingId/response')
  recordResponse(@Input(RecordResponse) command: RecordResponse) {
    return this.commands.execute(command);
  }

  @Commands(ProposeDisciplineHandler, 'proceedings/:proceedingId/proposal')
  proposeDiscipline(@Input(ProposeDiscipline) command: ProposeDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(RecordLegalReviewHandler, 'proceedings/:proceedingId/review')
  recordLegalReview(@Input(RecordLegalReview) command: RecordLegalReview) {
    return this.commands.execute(command);
  }

  @Commands(ServeNoticeHandler, 'proceedings/:proceedingId/notice')
  serveNotice(@Input(ServeNotice) command: ServeNotice) {
    return this.commands.execute(command);
  }

  @Commands(DecideDisciplineHandler, 'proceedings/:proceedingId/discipline')
  decideDiscipline(@Input(DecideDiscipline) command: DecideDiscipline) {
    return this.commands.execute(command);
  }

  @Answers(ListComparablesHandler, 'cases/:caseId/comparables', Comparables)
  listComparables(@Input(ListComparables) query: ListComparables) {
    return this.queries.execute(query);
  }
}
