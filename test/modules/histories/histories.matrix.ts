import { type Entries, today } from '../../kit/matrix.js';

const fromPaper = { track: 'permanent', rung: 'oral-warning', imposedOn: '2020-01-02', source: 'Cabinet 1' };

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'POST /api/proceedings/:proceedingId/expungement': {
    body: () => ({ orderedBy: 'arbitrator', orderedOn: today, order: 'Award 1.' }),
  },
  'POST /api/proceedings/:proceedingId/correction': { body: () => ({ effectiveOn: today, reasons: 'Misread.', authority: 'HR' }) },
  'POST /api/proceedings/:proceedingId/rebuttals': { body: () => ({ statement: 'It was not so.' }) },
  'POST /api/people/:personId/prior-discipline': {
    of: () => ({ personId: city.person('Employee') }),
    body: () => ({ track: 'permanent', rung: 'oral-warning', imposedOn: '2020-01-02', source: 'Cabinet 1' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/correction': {
    body: () => ({ ...fromPaper, correction: 'Misread.', authority: 'HR' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/person': {
    body: () => ({ ...fromPaper, to: city.person('Employee'), correction: 'A namesake.', authority: 'HR' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/withdrawal': { body: () => ({ reasons: 'Twice.' }) },
  'POST /api/people/:personId/prior-discipline/:entryId/expungement': {
    body: () => ({ orderedBy: 'arbitrator', orderedOn: today, order: 'Award 1.' }),
  },
  'POST /api/people/:personId/prior-discipline/:entryId/rebuttals': { body: () => ({ statement: 'It was not so.' }) },
  'GET /api/people/:personId/discipline-history': { of: () => ({ personId: city.person('Subject') }), query: '?purpose=audit' },
  'GET /api/look-ups': {},
});
