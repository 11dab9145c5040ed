import { declared, eventTypesOf, foldsOf, type ModuleDefinition } from './platform/module-definition.js';
import * as rooms from './rooms.js';

/**
 * The declarations of all modules, for the application, the views' thread, the command line and the
 * generators. Sorted by name, so that nothing depends on the order in which they are listed.
 */
export const definitions: readonly ModuleDefinition[] = Object.values(rooms).sort((a, b) => (a.name < b.name ? -1 : 1));

export const searchables = declared(definitions, 'searchables');
export const commandHandlers = declared(definitions, 'commandHandlers');
export const queryHandlers = declared(definitions, 'queryHandlers');
export const streams = declared(definitions, 'streams');
export const processes = declared(definitions, 'processes');
/** All that the views' thread keeps. */
export const folds = foldsOf(definitions);
export const eventTypes = eventTypesOf(definitions);
