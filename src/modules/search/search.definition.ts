import type { ModuleDefinition } from '../../platform/module-definition.js';
import { SearchCasesHandler } from './search-cases.js';
import { caseSearchables } from './searchables.js';

/** What the module declares: the application, the views' thread and the generators read it without Nest. */
export const searchDefinition: ModuleDefinition = {
  name: 'search',
  streams: [],
  commandHandlers: [],
  queryHandlers: [SearchCasesHandler],
  views: [],
  processes: [],
  searchables: caseSearchables,
};
