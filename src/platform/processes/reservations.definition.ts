import { reservations, SettleClaimHandler, TakeClaimHandler } from '../commands/reservations.js';
import type { ModuleDefinition } from '../module-definition.js';
import { settleClaim } from './settle-reservation.process.js';

/**
 * Reservations of values that must be unique. The executor gives their commands; a process settles
 * those that were cut off.
 */
export const reservationsDefinition: ModuleDefinition = {
  name: 'claims',
  streams: [reservations],
  commandHandlers: [TakeClaimHandler, SettleClaimHandler],
  queryHandlers: [],
  views: [],
  processes: [settleClaim],
};
