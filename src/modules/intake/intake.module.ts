import { Module } from '@nestjs/common';
import { intakeDefinition } from './intake.definition.js';
import { PublicReportController } from './public-report.controller.js';
import { ReportController } from './report.controller.js';

@Module({
  controllers: [PublicReportController, ReportController],
  providers: [...intakeDefinition.commandHandlers, ...intakeDefinition.queryHandlers],
})
export class IntakeModule {}
