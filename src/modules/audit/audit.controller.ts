import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { AuditedEvents, ListEvents, ListEventsHandler } from './list-events.js';
import { ListLookUps, ListLookUpsHandler, LookUp } from './look-up-list.view.js';

@Controller('api')
export class AuditController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(ListEventsHandler, 'events', AuditedEvents)
  listEvents(@Input(ListEvents) query: ListEvents) {
    return this.queries.execute(query);
  }

  @Answers(ListLookUpsHandler, 'look-ups', LookUp)
  listLookUps(@Input(ListLookUps) query: ListLookUps) {
    return this.queries.execute(query);
  }
}
