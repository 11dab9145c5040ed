import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { GetTasks, GetTasksHandler, TasksShown } from './get-tasks.js';

/** What the caller owes. */
@Controller('api/tasks')
export class TasksController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(GetTasksHandler, '', TasksShown)
  get(@Input(GetTasks) query: GetTasks) {
    return this.queries.execute(query);
  }
}
