import { newId } from '../../../src/platform/ground/ids.js';
import type { Entries } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'GET /api/policy/clauses/:clause/cases': { of: () => ({ clause: 'STD-4' }) },
  'GET /api/cases': {},
  'GET /api/cases/:caseId': {},
  'GET /api/cases/:caseId/actions': {},
  'POST /api/cases/:caseId/triage': { body: () => ({ decision: 'decline', ground: 'other', reasons: 'Out of scope.' }) },
  'POST /api/cases/:caseId/abeyance': { body: () => ({ cause: 'litigation', reasons: 'A suit.' }) },
  'POST /api/cases/:caseId/resumption': { body: () => ({ reasons: 'It is over.' }) },
  'POST /api/cases/:caseId/reopening': { body: () => ({ reasons: 'It matters.', evidence: 'An archive.' }) },
  'POST /api/cases/:caseId/conflict': { body: () => ({ reasons: 'We are related.' }) },
  'POST /api/cases/:caseId/authority': {},
  'POST /api/cases/:caseId/links': { body: () => ({ other: newId(), kind: 'related' }) },
  'GET /api/cases/:caseId/measures': {},
  'GET /api/cases/:caseId/changes': { query: '?from=2026-01-01T00:00:00Z' },
  'GET /api/caseload': {},
});
