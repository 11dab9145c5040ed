import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/cases/:caseId/evidence': { form: true },
  'POST /api/cases/:caseId/evidence/things': {
    body: () => ({
      description: 'A telephone.',
      obtained: 'Handed in.',
      collectedOn: today,
      collectedBy: 'A clerk',
      custodian: 'A clerk',
      location: 'Safe 2',
    }),
  },
  'GET /api/cases/:caseId/evidence': {},
  'GET /api/cases/:caseId/evidence/:evidenceId': {},
  'GET /api/cases/:caseId/evidence/:evidenceId/content': { query: '?audience=counsel&purpose=Advice' },
  'POST /api/cases/:caseId/evidence/:evidenceId/transfers': {
    body: () => ({ on: today, custodian: 'A clerk', location: 'Safe 2', reason: 'Moved.' }),
  },
  'POST /api/cases/:caseId/evidence/:evidenceId/supersession': { body: () => ({ by: newId(), reason: 'Clearer.' }) },
  'POST /api/cases/:caseId/evidence/:evidenceId/withdrawal': { body: () => ({ reason: 'False.' }) },
  'POST /api/cases/:caseId/evidence/:evidenceId/disclosures': { body: () => ({ proceedingId: newId(), shownAs: 'A capture.' }) },
  'GET /api/proceedings/:proceedingId/evidence': {},
  'GET /api/proceedings/:proceedingId/evidence/:evidenceId': {},
  'GET /api/proceedings/:proceedingId/evidence/:evidenceId/content': {},
  'POST /api/cases/:caseId/interviews': { body: () => ({ as: 'other', name: 'A neighbour', basis: 'voluntary', on: today }) },
  'GET /api/cases/:caseId/interviews': {},
  'GET /api/cases/:caseId/interviews/:interviewId': {},
  'POST /api/cases/:caseId/interviews/:interviewId/representative': { body: () => ({ decision: 'refused', reason: 'Not theirs.' }) },
  'POST /api/cases/:caseId/interviews/:interviewId/record': {
    body: () => ({ on: today, place: 'Room 2', present: 'Both.', representativeAsked: false, summary: 'Said.' }),
  },
  'POST /api/cases/:caseId/interviews/:interviewId/addenda': { body: () => ({ addendum: 'More.' }) },
  'POST /api/cases/:caseId/interviews/:interviewId/cancellation': { body: () => ({ reason: 'Declined.' }) },
});
