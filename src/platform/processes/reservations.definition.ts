import { reservations, SettleClaimHandler, TakeClaimHandler } from '../commands/reservations.js';
import type { ModuleDefinition } from '../module-definition.js';
import { settleClaim } from './settle-reservation.process.js';

/** Claims on values that must be unique: the executor gives their commands, and a process settles what was cut off. */
export const reservationsDefinition: ModuleDefinition = {
  name: 'claims',
  streams: [reservations],
  commandHandlers: [TakeClaimHandler, SettleClaimHandler],
  queryHandlers: [],
  views: [],
  processes: [settleClaim],
};
