import { Module } from '@nestjs/common';

import { reportsDefinition } from './reports.definition.js';

@Module({
  providers: [...reportsDefinition.slices, ...reportsDefinition.reads],
})
export class ReportsModule {}
