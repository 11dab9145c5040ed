import { Module } from '@nestjs/common';
import { reservationsDefinition } from '../../platform/processes/reservations.definition.js';
import { operationsDefinition } from './operations.definition.js';
import { WorkController } from './work.controller.js';

/** The platform's own handlers among them: those that settle claims. */
@Module({
  controllers: [WorkController],
  providers: [...operationsDefinition.commandHandlers, ...operationsDefinition.queryHandlers, ...reservationsDefinition.commandHandlers],
})
export class OperationsModule {}
