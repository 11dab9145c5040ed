import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Commands } from '../../platform/http/routes.js';
import { HoldProceeding, HoldProceedingHandler } from './hold-proceeding.js';
import { RecordSeparation, RecordSeparationHandler } from './record-separation.js';
import { ReduceDiscipline, ReduceDisciplineHandler } from './reduce-discipline.js';
import { ResumeProceeding, ResumeProceedingHandler } from './resume-proceeding.js';
import { ReturnToInvestigation, ReturnToInvestigationHandler } from './return-to-investigation.js';
import { SettleProceeding, SettleProceedingHandler } from './settle-proceeding.js';

@Controller('api')
export class ProceedingInterruptionsController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Commands(HoldProceedingHandler, 'proceedings/:proceedingId/hold')
  holdProceeding(@Input(HoldProceeding) command: HoldProceeding) {
    return this.commands.execute(command);
  }

  @Commands(ResumeProceedingHandler, 'proceedings/:proceedingId/resumption')
  resumeProceeding(@Input(ResumeProceeding) command: ResumeProceeding) {
    return this.commands.execute(command);
  }

  @Commands(RecordSeparationHandler, 'proceedings/:proceedingId/separation')
  recordSeparation(@Input(RecordSeparation) command: RecordSeparation) {
    return this.commands.execute(command);
  }

  @Commands(SettleProceedingHandler, 'proceedings/:proceedingId/settlement')
  settleProceeding(@Input(SettleProceeding) command: SettleProceeding) {
    return this.commands.execute(command);
  }

  @Commands(ReturnToInvestigationHandler, 'proceedings/:proceedingId/return')
  returnToInvestigation(@Input(ReturnToInvestigation) command: ReturnToInvestigation) {
    return this.commands.execute(command);
  }

  @Commands(ReduceDisciplineHandler, 'proceedings/:proceedingId/reduction')
  reduceDiscipline(@Input(ReduceDiscipline) command: ReduceDiscipline) {
    return this.commands.execute(command);
  }
}
