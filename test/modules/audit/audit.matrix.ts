import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'GET /api/events': {},
  'GET /api/audit/visibility': { query: '?office=HR' },
  'GET /api/overrides': {},
  'GET /api/late-steps': {},
  'GET /api/looks': {},
});
