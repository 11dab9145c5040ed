import type { ModuleDefinition } from '../../platform/module-definition.js';
import { ParkWorkHandler, ReleaseWorkHandler, work } from '../../platform/processes/work.js';
import { ListParkedWorkHandler, parkedWork } from './parked-work.view.js';
import { workTasks } from './work.tasks.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const operationsDefinition: ModuleDefinition = {
  name: 'operations',
  streams: [work],
  commandHandlers: [ParkWorkHandler, ReleaseWorkHandler],
  queryHandlers: [ListParkedWorkHandler],
  views: [parkedWork],
  tasks: [workTasks],
  processes: [],
  routes: () => import('./operations.routes.js'),
};
