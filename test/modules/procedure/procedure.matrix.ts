import { defaultProcedure } from '../../../src/modules/procedure/procedure.defaults.js';
import { type Entries, today } from '../../kit/matrix.js';

const ladder = defaultProcedure.ladders(today)[0];

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/procedure/ladders': { body: () => ({ ...ladder, effectiveFrom: today }) },
  'POST /api/procedure/authorities': { body: () => ({ ...defaultProcedure.chain(today) }) },
  'POST /api/procedure/deadlines': { body: () => ({ ...defaultProcedure.deadlines(today) }) },
  'POST /api/procedure/report-terms': {
    body: () => ({ effectiveFrom: today, instrument: 'Order 1', acknowledge: 5, disclosure: 7, checkInEvery: 30, checkInsFor: 365 }),
  },
  'GET /api/procedure': {},
  'POST /api/procedure/grievance-steps': { body: () => ({ ...defaultProcedure.grievances(today)[0] }) },
  'POST /api/procedure/holidays': { body: () => ({ ...defaultProcedure.holidays(2026) }) },
});
