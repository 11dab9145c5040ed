import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { ListLooks, ListLooksHandler, RecordedLook } from './access-log.view.js';
import { LateStep, ListLateSteps, ListLateStepsHandler } from './late-step-list.view.js';
import { ListOverrides, ListOverridesHandler, OverrideShown } from './override-list.view.js';

@Controller('api')
export class OversightController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(ListOverridesHandler, 'overrides', OverrideShown)
  listOverrides(@Input(ListOverrides) query: ListOverrides) {
    return this.queries.execute(query);
  }

  @Answers(ListLateStepsHandler, 'late-steps', LateStep)
  listLateSteps(@Input(ListLateSteps) query: ListLateSteps) {
    return this.queries.execute(query);
  }

  @Answers(ListLooksHandler, 'looks', RecordedLook)
  listLooks(@Input(ListLooks) query: ListLooks) {
    return this.queries.execute(query);
  }
}
