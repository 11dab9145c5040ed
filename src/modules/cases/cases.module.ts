import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { CaseCourseController } from '../investigations/investigation.controller.js';
import { CaseFileController } from '../case-file/case-file.controller.js';
import { CaseFileDesk } from '../case-file/case-file-export.js';
import { casesParts } from './cases.parts.js';
import { CourseController } from '../discipline/proceeding-interruptions.controller.js';
import { DeskController } from '../audit/oversight.controller.js';
import { EvidenceController } from '../evidence/evidence.controller.js';
import { EvidenceFiles } from '../evidence/evidence-files.js';
import { GrievanceController } from '../grievances/grievance.controller.js';
import { HistoryController } from '../histories/history.controller.js';
import { InterviewController } from '../evidence/interview.controller.js';
import { MeasuresController } from '../measures/measures.controller.js';
import { ProceedingController } from '../discipline/proceeding.controller.js';
import { PublicReportController } from '../intake/public-report.controller.js';
import { ReportController } from '../intake/report.controller.js';

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
