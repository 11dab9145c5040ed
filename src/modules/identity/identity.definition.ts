import type { ModuleDefinition } from '../../platform/module-definition.js';

/** The module declares nothing, because accounts, sessions and tokens are not events. */
export const identityDefinition: ModuleDefinition = {
  name: 'identity',
  streams: [],
  commandHandlers: [],
  queryHandlers: [],
  views: [],
  processes: [],
  routes: () => import('./identity.routes.js'),
};
