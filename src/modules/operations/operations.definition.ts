import type { ModuleDefinition } from '../../platform/module-definition.js';
import { ParkWorkHandler, ReleaseWorkHandler, work } from '../../platform/processes/work.js';
import { ListParkedWorkHandler, parkedWork } from './parked-work.view.js';

/** What the module declares: the application, the views' thread and the generators read it without Nest. */
export const operationsDefinition: ModuleDefinition = {
  name: 'operations',
  streams: [work],
  commandHandlers: [ParkWorkHandler, ReleaseWorkHandler],
  queryHandlers: [ListParkedWorkHandler],
  views: [parkedWork],
  processes: [],
};
