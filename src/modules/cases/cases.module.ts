import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { casesParts } from './cases.parts.js';
import { ProceedingController } from './proceeding.controller.js';
import { PublicReportController } from './public-report.controller.js';
import { ReportController } from './report.controller.js';

@Module({
  controllers: [CaseController, ProceedingController, PublicReportController, ReportController],
  providers: [...casesParts.slices, ...casesParts.reads],
})
export class CasesModule {}
