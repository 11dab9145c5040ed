import { claims, SettleClaimHandler, TakeClaimHandler } from '../commands/claims.js';
import type { ModuleDefinition } from '../module-definition.js';
import { settleClaim } from './settle-claim.process.js';

/** Claims on values that must be unique: the executor gives their commands, and a process settles what was cut off. */
export const claimsDefinition: ModuleDefinition = {
  name: 'claims',
  streams: [claims],
  slices: [TakeClaimHandler, SettleClaimHandler],
  reads: [],
  views: [],
  processes: [settleClaim],
};
