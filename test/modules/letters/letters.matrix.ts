import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/letters/templates': {
    body: () => ({ kind: 'no-action', effectiveFrom: today, instrument: 'Memorandum', body: '# Decision\n\n{{reasons}}' }),
  },
  'GET /api/letters/templates': {},
  'GET /api/letters/preview': { query: `?kind=notice&proceedingId=${newId()}` },
  'POST /api/letters': { body: () => ({ kind: 'notice', proceedingId: newId() }) },
  'GET /api/letters': { query: `?caseId=${newId()}` },
  'GET /api/letters/acknowledgements/preview': { query: `?reportId=${newId()}` },
  'POST /api/letters/acknowledgements': { body: () => ({ reportId: newId() }) },
  'GET /api/letters/acknowledgements': { query: `?reportId=${newId()}` },
  'GET /api/letters/:letterId': {},
  'GET /api/letters/:letterId/html': {},
  'GET /api/letters/:letterId/pdf': {},
  'POST /api/reports/follow-up/letters': { body: () => ({ code: 'no such code' }) },
  'POST /api/reports/follow-up/letters/html': { body: () => ({ code: 'no such code', letterId: newId() }) },
  'POST /api/reports/follow-up/letters/pdf': { body: () => ({ code: 'no such code', letterId: newId() }) },
});
