import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/reports': { body: () => ({ channel: 'web', summary: 'Something is wrong.', from: 'self' }) },
  'GET /api/reports/intake': {},
  'POST /api/reports/public': { body: () => ({ summary: 'Something is wrong.' }) },
  'POST /api/reports/relayed': { body: () => ({ channel: 'telephone', summary: 'Something is wrong.' }) },
});
