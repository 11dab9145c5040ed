import type { ModuleDefinition } from '../../platform/module-definition.js';
import { SearchCasesHandler } from './search-cases.js';
import { caseSearchables } from './searchables.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const searchDefinition: ModuleDefinition = {
  name: 'search',
  streams: [],
  commandHandlers: [],
  queryHandlers: [SearchCasesHandler],
  views: [],
  processes: [],
  searchables: caseSearchables,
  routes: () => import('./search.routes.js'),
};
