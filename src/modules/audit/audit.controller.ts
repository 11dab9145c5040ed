import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, ServedRoutes } from '../../platform/http/routes.js';
import { GetVisibility, GetVisibilityHandler, openedBy, Visibility } from './get-visibility.js';
import { AuditedEvents, ListEvents, ListEventsHandler } from './list-events.js';

@Controller('api')
export class AuditController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ServedRoutes) private readonly served: ServedRoutes,
  ) {}

  @Answers(ListEventsHandler, 'events', AuditedEvents)
  listEvents(@Input(ListEvents) query: ListEvents) {
    return this.queries.execute(query);
  }

  @Answers(GetVisibilityHandler, 'audit/visibility', Visibility)
  async getVisibility(@Input(GetVisibility) query: GetVisibility): Promise<Visibility> {
    return { ...(await this.queries.execute(query)), ...openedBy(query.office, this.served.routes) };
  }
}
