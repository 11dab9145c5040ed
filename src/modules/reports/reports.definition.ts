import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AttachReportHandler } from './attach-report.js';
import { ReceivePublicReportHandler } from './receive-public-report.js';
import { ReceiveReportHandler } from './receive-report.js';
import { RelayReportHandler } from './relay-report.js';
import { reports } from './report.js';

/** What the module declares: the application, the views' thread and the generators read it without Nest. */
export const reportsDefinition: ModuleDefinition = {
  name: 'reports',
  streams: [reports],
  commandHandlers: [ReceiveReportHandler, RelayReportHandler, AttachReportHandler, ReceivePublicReportHandler],
  queryHandlers: [],
  views: [],
  processes: [],
};
