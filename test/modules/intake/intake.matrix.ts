import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = () => ({
  'POST /api/reports/follow-up': { body: () => ({ code: 'no such code' }) },
  'POST /api/reports/follow-up/messages': { body: () => ({ code: 'no such code', text: 'More.' }) },
  'POST /api/reports/follow-up/retaliation': { body: () => ({ code: 'no such code', summary: 'My shifts were cut.' }) },
  'GET /api/reports/mine': {},
  'POST /api/reports/retaliation': { body: () => ({ caseId: newId(), summary: 'My shifts were cut.' }) },
  'GET /api/reports/duties': {},
  'GET /api/reports/mine/:reportId': {},
  'POST /api/reports/mine/:reportId/messages': { body: () => ({ text: 'More.' }) },
  'GET /api/reports/:reportId': {},
  'GET /api/reports/:reportId/actions': {},
  'GET /api/reports/:reportId/reporter': { query: '?purpose=protection' },
  'POST /api/reports/:reportId/acknowledgement': {},
  'POST /api/reports/:reportId/messages': { body: () => ({ text: 'When was that?' }) },
  'POST /api/reports/:reportId/decline': { body: () => ({ ground: 'personal-use', reasons: 'A private page.' }) },
  'POST /api/reports/:reportId/referral': { body: () => ({ to: 'The police', reasons: 'A threat.' }) },
  'POST /api/reports/:reportId/case': { body: () => ({ caseId: newId(), reasons: 'The same post.' }) },
  'POST /api/reports/:reportId/disclosures': {
    body: () => ({ to: 'The court', reason: 'It was ordered.', how: 'telephone', toldOn: today }),
  },
  'POST /api/reports/:reportId/disclosures/:disclosureId/decision': {},
  'POST /api/reports/:reportId/check-ins/:checkInId': {
    body: () => ({ on: today, how: 'telephone', note: 'All is well.', retaliation: false }),
  },
});
