import { refusals } from '../refusals/refuse.js';

/** The refusals of requests that come too often. */
export const throttleRefusals = refusals({
  'sign-in.too-many': { status: 429, says: 'Too many attempts; try again after the seconds in retryAfter.' },
});
