import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { requestOf, withRequest } from '../../platform/access/request.js';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { AddRebuttal, AddRebuttalHandler } from './add-rebuttal.js';
import { CorrectDiscipline, CorrectDisciplineHandler } from './correct-discipline.js';
import { CorrectPriorDiscipline, CorrectPriorDisciplineHandler } from './correct-prior-discipline.js';
import { EnterPriorDiscipline, EnterPriorDisciplineHandler } from './enter-prior-discipline.js';
import { ExpungeDiscipline, ExpungeDisciplineHandler } from './expunge-discipline.js';
import { ExpungePriorDiscipline, ExpungePriorDisciplineHandler } from './expunge-prior-discipline.js';
import { DisciplineHistory, GetDisciplineHistory, GetDisciplineHistoryHandler } from './get-discipline-history.js';
import { ListLookUps, ListLookUpsHandler, LookUp } from './history-lookup-list.view.js';
import { MovePriorDiscipline, MovePriorDisciplineHandler } from './move-prior-discipline.js';
import { RebutPriorDiscipline, RebutPriorDisciplineHandler } from './rebut-prior-discipline.js';
import { RecordLookUp } from './record-history-lookup.js';
import { WithdrawPriorDiscipline, WithdrawPriorDisciplineHandler } from './withdraw-prior-discipline.js';

@Controller('api')
export class HistoryController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(ExpungeDisciplineHandler, 'proceedings/:proceedingId/expungement')
  expungeDiscipline(@Input(ExpungeDiscipline) command: ExpungeDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(CorrectDisciplineHandler, 'proceedings/:proceedingId/correction')
  correctDiscipline(@Input(CorrectDiscipline) command: CorrectDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(AddRebuttalHandler, 'proceedings/:proceedingId/rebuttals')
  addRebuttal(@Input(AddRebuttal) command: AddRebuttal) {
    return this.commands.execute(command);
  }

  @Commands(EnterPriorDisciplineHandler, 'people/:personId/prior-discipline')
  enterPriorDiscipline(@Input(EnterPriorDiscipline) command: EnterPriorDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(CorrectPriorDisciplineHandler, 'people/:personId/prior-discipline/:entryId/correction')
  correctPriorDiscipline(@Input(CorrectPriorDiscipline) command: CorrectPriorDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(MovePriorDisciplineHandler, 'people/:personId/prior-discipline/:entryId/person')
  movePriorDiscipline(@Input(MovePriorDiscipline) command: MovePriorDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(WithdrawPriorDisciplineHandler, 'people/:personId/prior-discipline/:entryId/withdrawal')
  withdrawPriorDiscipline(@Input(WithdrawPriorDiscipline) command: WithdrawPriorDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(ExpungePriorDisciplineHandler, 'people/:personId/prior-discipline/:entryId/expungement')
  expungePriorDiscipline(@Input(ExpungePriorDiscipline) command: ExpungePriorDiscipline) {
    return this.commands.execute(command);
  }

  @Commands(RebutPriorDisciplineHandler, 'people/:personId/prior-discipline/:entryId/rebuttals')
  rebutPriorDiscipline(@Input(RebutPriorDiscipline) command: RebutPriorDiscipline) {
    return this.commands.execute(command);
  }

  @Answers(ListLookUpsHandler, 'look-ups', LookUp)
  listLookUps(@Input(ListLookUps) query: ListLookUps) {
    return this.queries.execute(query);
  }

  /** The access record is appended before the answer. If the append fails, nothing is shown. */
  @Answers(GetDisciplineHistoryHandler, 'people/:personId/discipline-history', DisciplineHistory)
  async getDisciplineHistory(@Input(GetDisciplineHistory) query: GetDisciplineHistory) {
    const { caller, correlationId } = requestOf(query);
    const { personId, purpose } = query;
    await this.commands.execute(withRequest(Object.assign(new RecordLookUp(), { personId, purpose }), { caller, correlationId }));
    return this.queries.execute(query);
  }
}
