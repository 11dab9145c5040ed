import { ReportsController } from './reports.controller.js';

export const controllers = [ReportsController];
