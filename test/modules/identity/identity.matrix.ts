import { newId } from '../../../src/platform/ground/ids.js';
import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/sessions': { body: () => ({ login: 'nobody', password: 'no such password' }) },
  'DELETE /api/sessions/current': { endsToken: true },
  'GET /api/me': {},
  'GET /api/actions': {},
  'GET /api/tokens': {},
  'POST /api/tokens': { body: () => ({ label: 'spec' }) },
  'DELETE /api/tokens/:tokenId': {},
  'POST /api/accounts': { body: () => ({ person: newId(), login: newId(), password: 'a long enough password' }) },
  'POST /api/accounts/:person/disable': {},
});
