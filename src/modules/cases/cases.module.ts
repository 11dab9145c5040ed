import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { casesParts } from './cases.parts.js';
import { CourseController } from './course.controller.js';
import { GrievanceController } from './grievance.controller.js';
import { HistoryController } from './history.controller.js';
import { ProceedingController } from './proceeding.controller.js';

@Module({
  controllers: [CaseController, ProceedingController, GrievanceController, CourseController, HistoryController],
  providers: [...casesParts.slices, ...casesParts.reads],
})
export class CasesModule {}
