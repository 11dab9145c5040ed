import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'POST /api/departments': { body: () => ({ name: `Department ${newId()}` }) },
  'GET /api/departments': {},
  'POST /api/people': { body: () => ({ name: 'Someone New', track: 'permanent' }) },
  'GET /api/people': {},
  'GET /api/people/:personId': { of: () => ({ personId: city.person('Employee') }) },
  'GET /api/people/:personId/actions': { of: () => ({ personId: city.person('Employee') }) },
  'POST /api/people/:personId/name': { body: () => ({ name: 'Someone Else' }) },
  'POST /api/people/:personId/track': { body: () => ({ track: 'permanent', from: today }) },
  'POST /api/people/:personId/department': { body: () => ({ department: null, from: today }) },
  'POST /api/people/:personId/departure': { body: () => ({ on: today }) },
  'POST /api/people/:personId/return': { body: () => ({ from: today, track: 'permanent' }) },
  'POST /api/people/:personId/offices': { body: () => ({ office: 'Designee' }) },
  'POST /api/people/:personId/offices/:assignmentId/end': {},
  'GET /api/offices': {},
});
