import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/cases/:caseId/mitigation': { body: () => ({ what: 'The post is taken down.' }) },
  'POST /api/cases/:caseId/mitigation/:mitigationId/completion': { body: () => ({ result: 'Gone.' }) },
  'POST /api/cases/:caseId/referrals': { body: () => ({ to: 'police', body: 'Police Department', reasons: 'A threat.', on: today }) },
  'POST /api/cases/:caseId/referrals/:referralId/result': { body: () => ({ answer: 'No charge.', on: today }) },
  'POST /api/cases/:caseId/holds': { body: () => ({ reasons: 'A claim.' }) },
  'POST /api/cases/:caseId/holds/:holdId/lift': { body: () => ({ reasons: 'Settled.' }) },
  'POST /api/cases/:caseId/interim-measures': {
    body: () => ({ kind: 'content-taken-down', what: 'The post.', reasons: 'It harms.', reviewBy: today }),
  },
  'POST /api/cases/:caseId/interim-measures/:measureId/review': { body: () => ({ decision: 'end', reasons: 'Needless.' }) },
  'GET /api/interim-reviews': {},
});
