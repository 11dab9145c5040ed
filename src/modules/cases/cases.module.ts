import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { CaseCourseController } from './case-course.controller.js';
import { casesParts } from './cases.parts.js';
import { MeasuresController } from './measures.controller.js';
import { ProceedingController } from './proceeding.controller.js';

@Module({
  controllers: [CaseController, CaseCourseController, MeasuresController, ProceedingController],
  providers: [...casesParts.slices, ...casesParts.reads],
})
export class CasesModule {}
