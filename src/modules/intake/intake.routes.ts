import { PublicReportController } from './public-report.controller.js';
import { ReportController } from './report.controller.js';

export const controllers = [PublicReportController, ReportController];
