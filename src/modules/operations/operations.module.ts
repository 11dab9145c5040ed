import { Module } from '@nestjs/common';
import { operationsDefinition } from './operations.definition.js';
import { WorkController } from './work.controller.js';

@Module({
  controllers: [WorkController],
  providers: [...operationsDefinition.slices, ...operationsDefinition.reads],
})
export class OperationsModule {}
