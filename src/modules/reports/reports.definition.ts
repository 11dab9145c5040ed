import { pick } from '../../platform/events/event.js';
import type { ModuleDefinition } from '../../platform/module-definition.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { AttachReportHandler } from './attach-report.js';
import { ReceivePublicReportHandler } from './receive-public-report.js';
import { ReceiveReportHandler } from './receive-report.js';
import { RelayReportHandler } from './relay-report.js';
import { reports } from './report.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const reportsDefinition: ModuleDefinition = {
  name: 'reports',
  streams: [reports],
  commandHandlers: [ReceiveReportHandler, RelayReportHandler, AttachReportHandler, ReceivePublicReportHandler],
  queryHandlers: [],
  views: [],
  processes: [],
  routes: () => import('./reports.routes.js'),
  about: aboutItsCase,
  clauses: {
    'VIO-1': {
      records: Object.values(
        pick(
          reports.events,
          'ReportReceived',
          'ReporterIdentified',
          'ReportAcknowledged',
          'ReportDeclined',
          'ReportReferred',
          'ReportMoved',
        ),
      ),
    },
  },
};
