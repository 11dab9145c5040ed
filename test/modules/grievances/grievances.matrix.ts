import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'POST /api/proceedings/:proceedingId/grievance': { body: () => ({ grounds: 'It was not so.' }) },
  'POST /api/proceedings/:proceedingId/grievance/next-step': {},
  'POST /api/proceedings/:proceedingId/grievance/decision': { body: () => ({ outcome: 'denied', reasons: 'It stands.' }) },
  'POST /api/proceedings/:proceedingId/grievance/hearing-officer': {
    body: () => ({ officer: city.person('Employee'), from: today, to: today, terms: 'By the hour.' }),
  },
  'POST /api/proceedings/:proceedingId/grievance/hearing-officer/release': { body: () => ({ reasons: 'Ill.' }) },
  'POST /api/proceedings/:proceedingId/grievance/withdrawal': {},
  'POST /api/proceedings/:proceedingId/grievance/copy': { body: () => ({ service: 'in-person', on: today }) },
  'GET /api/grievances': {},
});
