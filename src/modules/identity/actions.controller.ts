import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { GetActions, GetActionsHandler } from './get-actions.js';

/** What the caller may start. */
@Controller('api/actions')
export class ActionsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(GetActionsHandler, '', ActionsShown)
  get(@Input(GetActions) query: GetActions) {
    return this.queries.execute(query);
  }
}
