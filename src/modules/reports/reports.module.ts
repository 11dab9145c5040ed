import { Module } from '@nestjs/common';

import { reportsDefinition } from './reports.definition.js';

@Module({
  providers: [...reportsDefinition.commandHandlers, ...reportsDefinition.queryHandlers],
})
export class ReportsModule {}
