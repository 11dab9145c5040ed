import { resolution5716 } from '../../../src/modules/policy/kalispell.js';
import { ContinuityUnresolved, PolicyVersionAdopted } from '../../../src/modules/policy/policy.js';

export const first = PolicyVersionAdopted({ ...resolution5716, note: null });
export const unresolved = ContinuityUnresolved({
  instrument: 'Resolution 5917',
  on: '2019-04-15',
  question: 'Did the handbook that was adopted whole carry this policy forward?',
});
export const amended = PolicyVersionAdopted({
  version: '6001',
  instrument: 'Resolution 6001',
  adoptedOn: '2021-06-07',
  effectiveFrom: '2021-07-01',
  clauses: [{ id: 'STD-4', text: 'Content is accurate.', binds: 'employees', force: 'shall' }],
  note: null,
});
