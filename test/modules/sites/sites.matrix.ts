import { newId } from '../../../src/platform/ground/ids.js';
import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'POST /api/sites': {
    body: () => ({ name: 'City page', platform: 'Somewhere', address: `https://social.example/${newId()}`, purpose: 'News.' }),
  },
  'GET /api/sites': {},
  'GET /api/sites/:siteId': {},
  'GET /api/sites/:siteId/actions': {},
  'POST /api/sites/:siteId/approval': {},
  'POST /api/sites/:siteId/decline': { body: () => ({ reasons: 'Too many.' }) },
  'POST /api/sites/:siteId/activation': {
    body: () => ({ archiving: 'tool', archivedBy: 'An archive', civilityPolicy: 'https://city.example/civility' }),
  },
  'POST /api/sites/:siteId/suspension': { body: () => ({ cause: 'vandalised', reasons: 'Strange posts.' }) },
  'POST /api/sites/:siteId/resumption': { body: () => ({ reasons: 'Clean again.' }) },
  'POST /api/sites/:siteId/retirement': { body: () => ({ reasons: 'Nobody reads it.' }) },
  'POST /api/sites/:siteId/administrators': {
    body: () => ({ person: city.person('Employee'), change: 'add', reasons: 'Helps out.' }),
  },
  'POST /api/sites/:siteId/administrators/:person': { body: () => ({ decision: 'approve' }) },
});
