import { claimEvents, SettleClaim } from '../commands/reservations.js';
import { process } from './process.js';

/** Milliseconds after which a command that reserved a value is either done or lost. */
const abandonedAfter = 60_000;

/** Settles the reservations of commands that were cut off between reservation and decision. */
export const settleClaim = process({
  name: 'settle_claim',
  version: 2,
  events: claimEvents,
  fold: {
    ClaimTaken: (_, { recordedAt }) => ({ dueAt: new Date(Date.parse(recordedAt) + abandonedAfter).toISOString(), data: {} }),
    ClaimConfirmed: () => null,
    ClaimReleased: () => null,
  },
  act: (_, key) => Object.assign(new SettleClaim(), { claimId: key }),
});
