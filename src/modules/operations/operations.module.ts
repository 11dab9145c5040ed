import { Module } from '@nestjs/common';
import { reservationsDefinition } from '../../platform/processes/reservations.definition.js';
import { operationsDefinition } from './operations.definition.js';
import { WorkController } from './work.controller.js';

/** Includes the platform's own handlers, which settle reservations. */
@Module({
  controllers: [WorkController],
  providers: [...operationsDefinition.commandHandlers, ...operationsDefinition.queryHandlers, ...reservationsDefinition.commandHandlers],
})
export class OperationsModule {}
