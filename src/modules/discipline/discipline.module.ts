import { Module } from '@nestjs/common';
import { disciplineDefinition } from './discipline.definition.js';
import { ProceedingController } from './proceeding.controller.js';
import { ProceedingInterruptionsController } from './proceeding-interruptions.controller.js';

@Module({
  controllers: [ProceedingInterruptionsController, ProceedingController],
  providers: [...disciplineDefinition.commandHandlers, ...disciplineDefinition.queryHandlers],
})
export class DisciplineModule {}
