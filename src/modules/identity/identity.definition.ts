import type { ModuleDefinition } from '../../platform/module-definition.js';

/** What the module declares: nothing, for accounts, sessions and tokens are no events. */
export const identityDefinition: ModuleDefinition = {
  name: 'identity',
  streams: [],
  commandHandlers: [],
  queryHandlers: [],
  views: [],
  processes: [],
};
