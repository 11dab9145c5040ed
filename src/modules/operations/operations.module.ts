import { Module } from '@nestjs/common';
import { claimsDefinition } from '../../platform/processes/claims.definition.js';
import { operationsDefinition } from './operations.definition.js';
import { WorkController } from './work.controller.js';

/** The platform's own handlers among them: those that settle claims. */
@Module({
  controllers: [WorkController],
  providers: [...operationsDefinition.slices, ...operationsDefinition.reads, ...claimsDefinition.slices],
})
export class OperationsModule {}
