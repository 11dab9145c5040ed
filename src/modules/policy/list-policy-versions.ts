import { anyone } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { policies, policyId } from './policy.js';

export class PolicyVersionSummary {
  version!: string;
  instrument!: string;
  adoptedOn!: Day;
  effectiveFrom!: Day;
  note!: string | null;
  /** The version that it amended; null where it was adopted whole. */
  base!: string | null;
  /** Number of clauses. */
  clauses!: number;
}

export class PolicyVersions {
  /** In the order in which they take effect. */
  items!: PolicyVersionSummary[];
}

/** Every version of the policy. */
export class ListPolicyVersions extends AsOfQuery<PolicyVersions> {}

export const ListPolicyVersionsHandler = streamQuery<ListPolicyVersions, typeof policies, PolicyVersions>(ListPolicyVersions, {
  stream: policies,
  of: () => policyId,
  may: [anyone],
  run: async (_, { versions }) => ({
    items: versions.map(({ amends, ...version }) => ({ ...version, base: amends?.base ?? null, clauses: version.clauses.length })),
  }),
});
