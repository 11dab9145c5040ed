import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'GET /api/proceedings/:proceedingId': {},
  'GET /api/proceedings/:proceedingId/actions': {},
  'POST /api/proceedings/:proceedingId/information': { body: () => ({ service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/response': { body: () => ({ kind: 'waiver' }) },
  'POST /api/proceedings/:proceedingId/proposal': { body: () => ({ rung: 'coaching', reasons: 'Once.' }) },
  'POST /api/proceedings/:proceedingId/review': { body: () => ({ opinion: 'sufficient', note: 'Sound.' }) },
  'POST /api/proceedings/:proceedingId/notice': { body: () => ({ evidence: 'The post.', service: 'in-person', on: today }) },
  'POST /api/proceedings/:proceedingId/discipline': { body: () => ({ decision: 'no-action', reasons: 'Mended.' }) },
  'POST /api/proceedings/:proceedingId/hold': { body: () => ({ reasons: 'A criminal investigation.' }) },
  'POST /api/proceedings/:proceedingId/resumption': { body: () => ({ reasons: 'It is over.' }) },
  'POST /api/proceedings/:proceedingId/separation': { body: () => ({ reason: 'retired' }) },
  'POST /api/proceedings/:proceedingId/settlement': { body: () => ({ terms: 'As agreed.', approvedBy: 'City Manager' }) },
  'POST /api/proceedings/:proceedingId/return': { body: () => ({ because: 'new-evidence', reasons: 'Another post.' }) },
  'POST /api/proceedings/:proceedingId/reduction': { body: () => ({ rung: 'coaching', reasons: 'Mended.' }) },
  'GET /api/cases/:caseId/comparables': {},
});
