import type { ModuleDefinition } from '../../platform/module-definition.js';
import { accessLog, ListLooksHandler } from './access-log.view.js';
import { GetVisibilityHandler } from './get-visibility.js';
import { ListLateStepsHandler, lateStepList } from './late-step-list.view.js';
import { ListEventsHandler } from './list-events.js';
import { ListOverridesHandler, overrideList } from './override-list.view.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const auditDefinition: ModuleDefinition = {
  name: 'audit',
  streams: [],
  commandHandlers: [],
  queryHandlers: [ListOverridesHandler, ListLateStepsHandler, ListLooksHandler, ListEventsHandler, GetVisibilityHandler],
  views: [overrideList, lateStepList, accessLog],
  processes: [],
  routes: () => import('./audit.routes.js'),
};
