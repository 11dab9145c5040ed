import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Commands } from '../../platform/http/routes.js';
import { AddRebuttal, AddRebuttalHandler } from './add-rebuttal.js';
import { CorrectDiscipline, CorrectDisciplineHandler } from './correct-discipline.js';
import { CorrectPriorDiscipline, CorrectPriorDisciplineHandler } from './correct-prior-discipline.js';
import { EnterPriorDiscipline, EnterPriorDisciplineHandler } from './enter-prior-discipline.js';
import { ExpungeDiscipline, ExpungeDisciplineHandler } from './expunge-discipline.js';
import { ExpungePriorDiscipline, ExpungePriorDisciplineHandler } from './expunge-prior-discipline.js';
import { MovePriorDiscipline, MovePriorDisciplineHandler } from './move-prior-discipline.js';
import { RebutPriorDiscipline, RebutPriorDisciplineHandler } from './rebut-prior-discipline.js';
import { WithdrawPriorDiscipline, WithdrawPriorDisciplineHandler } from './withdraw-prior-discipline.js';

@Controller('api')
export class HistoryController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

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
}
