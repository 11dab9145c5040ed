export { type AcknowledgementState, acknowledged, acknowledgements } from './acknowledgement.js';
export {
  type Clause,
  clauseOf,
  type Force,
  type OpenQuestion,
  type PolicyState,
  type PolicyVersion,
  policies,
  policyId,
  unresolvedOn,
  versionOn,
  versionsOver,
} from './policy.js';
