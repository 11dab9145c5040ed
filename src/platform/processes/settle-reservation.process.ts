import { claimEvents, SettleClaim } from '../commands/reservations.js';
import { process } from './process.js';

/** Milliseconds after which a command that claimed a value is done or gone. */
const abandonedAfter = 60_000;

/** Settles the claims of commands that were cut off between claim and decision. */
export const settleClaim = process({
  name: 'settle_claim',
  version: 1,
  events: claimEvents,
  fold: {
    ClaimTaken: (_, { recordedAt }) => ({ dueAt: new Date(Date.parse(recordedAt) + abandonedAfter).toISOString(), data: {} }),
    ClaimConfirmed: () => null,
    ClaimReleased: () => null,
  },
  act: (_, key) => Object.assign(new SettleClaim(), { claimId: key }),
});
