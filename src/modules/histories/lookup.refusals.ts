import { refusals } from '../../platform/refusals/refuse.js';

export const auditRefusals = refusals({
  'lookup.own-record': { fields: ['purpose'], status: 422, says: 'Your own record is looked up for that purpose, and nobody else’s is.' },
});
