import { newId } from '../../../src/platform/ground/ids.js';
import { type Entries, today } from '../../kit/matrix.js';

/** How each route of the room is asked in the matrix of offices and routes. */
export const entries: Entries = (city) => ({
  'POST /api/cases/:caseId/allegations': {
    body: () => ({ subject: city.person('Subject'), clause: 'STD-4', deedFrom: today, facts: 'As seen.' }),
  },
  'POST /api/cases/:caseId/witnesses': { body: () => ({ person: city.person('Employee') }) },
  'POST /api/cases/:caseId/investigator': { body: () => ({ investigator: city.person('City Attorney') }) },
  'POST /api/cases/:caseId/findings': {
    body: () => ({
      allegationId: newId(),
      outcome: 'unfounded',
      standard: 'preponderance',
      reasons: 'Nothing of it is so.',
      reliesOnUndisclosedSourceAlone: false,
    }),
  },
  'POST /api/cases/:caseId/report': { body: () => ({ summary: 'Done.' }) },
  'POST /api/cases/:caseId/determination': { body: () => ({ reasons: 'Adopted.' }) },
  'POST /api/cases/:caseId/report/review': { body: () => ({ opinion: 'sufficient', note: 'Sound.' }) },
  'POST /api/cases/:caseId/report/return': { body: () => ({ reasons: 'Thin.', missing: 'The editor.', dueOn: today }) },
  'POST /api/cases/:caseId/allegations/:allegationId/amendment': {
    body: () => ({ clause: 'STD-4', deedFrom: today, facts: 'As seen.', reasons: 'The day was wrong.' }),
  },
  'POST /api/cases/:caseId/allegations/:allegationId/withdrawal': { body: () => ({ reasons: 'Someone else wrote it.' }) },
  'POST /api/cases/:caseId/plan': { body: () => ({ scope: 'Two posts.', steps: [{ what: 'Ask the editor.' }] }) },
  'POST /api/cases/:caseId/engagement': {
    body: () => ({ investigator: city.person('Employee'), from: today, to: today, terms: 'By the hour.' }),
  },
  'POST /api/cases/:caseId/investigator/release': {},
});
