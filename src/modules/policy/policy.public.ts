export { type AcknowledgementState, acknowledged, acknowledgements } from './acknowledgement.js';
export type { Clause, Force } from './clause.js';
export {
  clauseOf,
  type Interpretation,
  inForceThroughout,
  type OpenQuestion,
  type PolicyState,
  type PolicyVersion,
  policies,
  policyId,
  unresolvedOn,
  versionNamed,
  versionOn,
  versionsOver,
} from './policy.js';
