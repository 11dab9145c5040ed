import { Module } from '@nestjs/common';
import { ReportsController } from './reports.controller.js';
import { reportsDefinition } from './reports.definition.js';

@Module({
  controllers: [ReportsController],
  providers: [...reportsDefinition.commandHandlers, ...reportsDefinition.queryHandlers],
})
export class ReportsModule {}
