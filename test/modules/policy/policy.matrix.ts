import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'GET /api/policy': {},
  'GET /api/policy/actions': {},
  'GET /api/policy/versions': {},
  'POST /api/policy/versions': {
    body: () => ({
      version: newId(),
      instrument: 'Resolution',
      adoptedOn: today,
      effectiveFrom: today,
      clauses: [{ id: 'STD-1', text: 'As before.', binds: 'everyone', force: 'must' }],
    }),
  },
  'GET /api/policy/versions/:version': { of: () => ({ version: '5716' }) },
  'GET /api/policy/versions/:version/acknowledgements': { of: () => ({ version: '5716' }) },
  'GET /api/policy/redline': { query: '?from=5716&to=5716' },
  'GET /api/policy/amendments': {},
  'POST /api/policy/amendments': {
    body: () => ({ version: newId(), base: '5716', instrument: 'Resolution', adoptedOn: today, effectiveFrom: today, removed: ['STD-1'] }),
  },
  'POST /api/policy/rescission': { body: () => ({ instrument: 'Resolution', adoptedOn: today, effectiveFrom: today }) },
  'POST /api/policy/withdrawal': { body: () => ({ version: newId(), reasons: 'Entered twice.' }) },
  'GET /api/policy/interpretations': {},
  'POST /api/policy/interpretations': {
    body: () => ({ version: '5716', clause: 'STD-1', question: 'Is it so?', answer: 'It is.', givenBy: 'Counsel', on: today }),
  },
  'POST /api/policy/unresolved': { body: () => ({ instrument: 'A lost resolution', on: today, question: 'Was it repealed?' }) },
  'POST /api/people/:personId/acknowledgements': { of: (who) => ({ personId: city.person(who) }), body: () => ({ version: '5716' }) },
  'GET /api/people/:personId/acknowledgements': { of: (who) => ({ personId: city.person(who) }) },
});
