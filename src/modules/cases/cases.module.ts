import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { CaseCourseController } from './case-course.controller.js';
import { CaseFileController } from './case-file.controller.js';
import { CaseFileDesk } from './case-file-desk.js';
import { casesParts } from './cases.parts.js';
import { CourseController } from './course.controller.js';
import { DeskController } from './desk.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceFiles } from './evidence-files.js';
import { GrievanceController } from './grievance.controller.js';
import { HistoryController } from './history.controller.js';
import { InterviewController } from './interview.controller.js';
import { MeasuresController } from './measures.controller.js';
import { ProceedingController } from './proceeding.controller.js';
import { PublicReportController } from './public-report.controller.js';
import { ReportController } from './report.controller.js';

@Module({
  controllers: [
    CaseController,
    ProceedingController,
    EvidenceController,
    InterviewController,
    CaseCourseController,
    MeasuresController,
    GrievanceController,
    CourseController,
    HistoryController,
    PublicReportController,
    ReportController,
    DeskController,
    CaseFileController,
  ],
  providers: [...casesParts.slices, ...casesParts.reads, EvidenceFiles, CaseFileDesk],
})
export class CasesModule {}
