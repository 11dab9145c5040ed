import type { ModuleDefinition } from '../../platform/module-definition.js';
import { GetTasksHandler } from './get-tasks.js';

/** The module has no steps of its own: each module declares those of its streams. */
export const tasksDefinition: ModuleDefinition = {
  name: 'tasks',
  streams: [],
  commandHandlers: [],
  queryHandlers: [GetTasksHandler],
  views: [],
  processes: [],
  routes: () => import('./tasks.routes.js'),
};
