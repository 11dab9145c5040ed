import type { ModuleDefinition } from '../../platform/module-definition.js';
import { GetProcedureHandler } from './get-procedure.js';
import { procedure } from './procedure.js';
import { SetChainOfAuthoritiesHandler } from './set-chain-of-authorities.js';
import { SetDeadlinesHandler } from './set-deadlines.js';
import { SetGrievanceStepsHandler } from './set-grievance-steps.js';
import { SetHolidaysHandler } from './set-holidays.js';
import { SetLadderHandler } from './set-ladder.js';
import { SetReportTermsHandler } from './set-report-terms.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const procedureDefinition: ModuleDefinition = {
  name: 'procedure',
  streams: [procedure],
  commandHandlers: [
    SetLadderHandler,
    SetChainOfAuthoritiesHandler,
    SetDeadlinesHandler,
    SetGrievanceStepsHandler,
    SetHolidaysHandler,
    SetReportTermsHandler,
  ],
  queryHandlers: [GetProcedureHandler],
  views: [],
  processes: [],
  routes: () => import('./procedure.routes.js'),
  clauses: {
    'HOUSE-2': { monitors: [GetProcedureHandler] },
  },
};
