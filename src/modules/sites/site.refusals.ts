import { refusals } from '../../platform/refusals/refuse.js';

export const siteRefusals = refusals({
  'site.no-such-department': { fields: ['department'], status: 422, says: 'There is no such department.' },
  'site.decided': { status: 409, says: 'The City Manager has decided on this site already.' },
  'site.not-approved': { status: 409, cites: 'GEN-2', says: 'A site is approved by the City Manager first.' },
  'site.no-it-director': {
    status: 409,
    cites: 'GEN-6',
    says: 'The IT Director is an administrator of every site from its start; nobody holds that office today.',
  },
  'site.unknown-person': { fields: 'named', status: 422, says: 'This person is not in service.' },
  'site.administrator-by-office': {
    fields: 'named',
    status: 422,
    cites: 'GEN-6',
    says: 'The IT Director is an administrator by office: name others.',
  },
  'site.administrator-named-twice': { fields: 'named', status: 422, says: 'An administrator is named twice.' },
  'site.not-activable': { status: 409, says: 'A site goes live once, after its approval.' },
  'site.not-active': { status: 409, says: 'This site is not active.' },
  'site.not-suspended': { status: 409, says: 'This site is not suspended.' },
  'site.day-in-future': { fields: ['on'], status: 422, says: 'That day has not come.' },
  'site.retired': { status: 409, says: 'This site was retired.' },
  'site.change-pending': {
    fields: ['person'],
    status: 409,
    cites: 'GEN-3',
    says: 'A change for this person waits for the City Manager already.',
  },
  'site.change-not-pending': { fields: ['person'], status: 409, says: 'No change for this person waits for a decision.' },
  'site.administrator-already': { fields: ['person'], status: 409, says: 'This person is an administrator already.' },
  'site.no-administrator': { fields: ['person'], status: 409, says: 'This person is no administrator of this site.' },
  'site.reasons-missing': { fields: ['reasons'], status: 422, says: 'What is declined is declined with reasons.' },
});
