import { pick } from '../../platform/events/event.js';
import type { ModuleDefinition } from '../../platform/module-definition.js';
import { aboutItsCase } from '../procedure/procedure.public.js';
import { proceedings } from './proceeding.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const proceedingsDefinition: ModuleDefinition = {
  name: 'proceedings',
  streams: [proceedings],
  commandHandlers: [],
  queryHandlers: [],
  views: [],
  processes: [],
  about: aboutItsCase,
  clauses: {
    'VIO-3': {
      records: Object.values(
        pick(
          proceedings.events,
          'DisciplineProposed',
          'NoticeServed',
          'DisciplineImposed',
          'NoActionTaken',
          'ComparablesWeighed',
          'DisciplineReduced',
          'ReturnedToInvestigation',
          'ProceedingSettled',
          'ProceedingSeparated',
          'DisciplineExpunged',
          'DisciplineSettled',
          'GrievanceFiled',
          'HearingOfficerAppointed',
          'GrievanceDecided',
          'GrievanceExhausted',
        ),
      ),
    },
    'HOUSE-2': { records: [proceedings.events.DisciplineProposed] },
  },
};
