export { AcknowledgePolicy } from './acknowledge-policy.js';
export { acknowledged, acknowledgements } from './acknowledgement.js';
export { AdoptPolicyVersion } from './adopt-policy-version.js';
export { AmendPolicy } from './amend-policy.js';
export type { Changes, Clause, Force } from './clause.js';
export { resolution5716 } from './kalispell.js';
export {
  clauseOf,
  inForceThroughout,
  type PolicyState,
  policies,
  policyId,
  unresolvedOn,
  versionNamed,
  versionOn,
  versionsOver,
} from './policy.js';
export { movedBetween, redlineOf } from './redline.js';
