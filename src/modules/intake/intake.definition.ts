import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AcknowledgeReportHandler } from './acknowledge-report.js';
import { MarkCheckInOverdueHandler, RecordCheckInHandler, ScheduleCheckInHandler } from './check-in.js';
import { checkInOverdue, scheduleCheckIn } from './check-in.process.js';
import { DeclineReportHandler } from './decline-report.js';
import { AnnounceDisclosureHandler, DiscloseReporterHandler } from './disclose-reporter.js';
import { WriteAsSenderHandler, WriteToSenderHandler } from './exchange-messages.js';
import { FollowReportHandler } from './follow-report.js';
import { GetReportHandler } from './get-report.js';
import { GetReporterHandler } from './get-reporter.js';
import { ListOwnReportsHandler } from './list-own-reports.js';
import { MoveReportHandler } from './move-report.js';
import { RecordReporterLookHandler } from './record-reporter-access.js';
import { ReferReportHandler } from './refer-report.js';
import { reportTasks } from './report.tasks.js';
import { GetReportActionsHandler } from './report-actions.js';
import { ListReportDutiesHandler, reportDuties } from './report-duties.view.js';
import { ReportRetaliationHandler } from './report-retaliation.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const intakeDefinition: ModuleDefinition = {
  name: 'intake',
  streams: [],
  commandHandlers: [
    ReportRetaliationHandler,
    AcknowledgeReportHandler,
    WriteAsSenderHandler,
    WriteToSenderHandler,
    DeclineReportHandler,
    ReferReportHandler,
    MoveReportHandler,
    AnnounceDisclosureHandler,
    DiscloseReporterHandler,
    RecordReporterLookHandler,
    ScheduleCheckInHandler,
    RecordCheckInHandler,
    MarkCheckInOverdueHandler,
  ],
  queryHandlers: [
    GetReportActionsHandler,
    FollowReportHandler,
    GetReportHandler,
    GetReporterHandler,
    ListReportDutiesHandler,
    ListOwnReportsHandler,
  ],
  views: [reportDuties],
  tasks: [reportTasks],
  processes: [scheduleCheckIn, checkInOverdue],
  routes: () => import('./intake.routes.js'),
  clauses: {
    'VIO-1': { monitors: [ListReportDutiesHandler] },
  },
};
