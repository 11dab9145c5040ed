import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'GET /health/live': {},
  'GET /health/ready': {},
  'GET /metrics': {},
  'GET /api/work': {},
  'POST /api/work/:workId/release': {},
});
