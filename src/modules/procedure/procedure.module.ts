import { Module } from '@nestjs/common';
import { ProcedureController } from './procedure.controller.js';
import { procedureDefinition } from './procedure.definition.js';

@Module({
  controllers: [ProcedureController],
  providers: [...procedureDefinition.commandHandlers, ...procedureDefinition.queryHandlers],
})
export class ProcedureModule {}
