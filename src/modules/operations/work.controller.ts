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

  /** Parked work and the reason why it failed. */
  @Answers(ListParkedWorkHandler, '', ParkedWork)
  list(@Input(ListParkedWork) query: ListParkedWork) {
    return this.queries.execute(query);
  }

  /** Releases one piece of parked work, so that the process tries it again. */
  @Commands(ReleaseWorkHandler, ':workId/release')
  release(@Input(ReleaseWork) command: ReleaseWork) {
    return this.commands.execute(command);
  }
}
