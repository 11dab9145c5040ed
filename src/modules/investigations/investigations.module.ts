import { Module } from '@nestjs/common';
import { InvestigationController } from './investigation.controller.js';
import { investigationsDefinition } from './investigations.definition.js';

@Module({
  controllers: [InvestigationController],
  providers: [...investigationsDefinition.commandHandlers, ...investigationsDefinition.queryHandlers],
})
export class InvestigationsModule {}
