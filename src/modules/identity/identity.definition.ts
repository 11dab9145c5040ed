import type { ModuleDefinition } from '../../platform/module-definition.js';
import { GetActionsHandler } from './get-actions.js';

/** The module has no streams, because accounts, sessions and tokens are not events. */
export const identityDefinition: ModuleDefinition = {
  name: 'identity',
  streams: [],
  commandHandlers: [],
  queryHandlers: [GetActionsHandler],
  views: [],
  processes: [],
  routes: () => import('./identity.routes.js'),
};
