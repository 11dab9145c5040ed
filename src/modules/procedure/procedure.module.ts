import { Module } from '@nestjs/common';
import { ProcedureController } from './procedure.controller.js';
import { procedureDefinition } from './procedure.definition.js';

@Module({
  controllers: [ProcedureController],
  providers: [...procedureDefinition.slices, ...procedureDefinition.reads],
})
export class ProcedureModule {}
