import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ReleaseWork, ReleaseWorkHandler } from '../../platform/processes/work.js';
import { ListParkedWork, ListParkedWorkHandler, ParkedWork } from './parked-work.view.js';

/** Work that Casebook's own processes could not do. */
@Controller('api/work')
export class WorkController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** What processes gave up on, and why. */
  @Answers(ListParkedWorkHandler, '', ParkedWork)
  list(@Input(ListParkedWork) query: ListParkedWork) {
    return this.queries.execute(query);
  }

  /** Lets one piece of parked work be tried again. */
  @Commands(ReleaseWorkHandler, ':workId/release')
  release(@Input(ReleaseWork) command: ReleaseWork) {
    return this.commands.execute(command);
  }
}
