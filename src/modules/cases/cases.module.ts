import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { casesDefinition } from './cases.definition.js';

@Module({
  controllers: [CaseController],
  providers: [...casesDefinition.commandHandlers, ...casesDefinition.queryHandlers],
})
export class CasesModule {}
