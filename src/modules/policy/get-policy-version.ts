import { anyone } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { IsVersionName } from './clause-input.js';
import type { PolicyClause } from './get-policy.js';
import { policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/** A version with all its clauses, whether or not in force. */
export class PolicyVersionInFull {
  version!: string;
  instrument!: string;
  adoptedOn!: Day;
  effectiveFrom!: Day;
  note!: string | null;
  /** The version that it amended; null if it was adopted whole. */
  base!: string | null;
  /** In reading order. */
  clauses!: PolicyClause[];
}

/** One version of the policy. */
export class GetPolicyVersion extends AsOfQuery<PolicyVersionInFull> {
  @IsVersionName() version!: string;
}

const refuses = policyRefusals('policy.unknown-version');

export const GetPolicyVersionHandler = streamQuery<GetPolicyVersion, typeof policies, PolicyVersionInFull, typeof refuses>(
  GetPolicyVersion,
  {
    stream: policies,
    of: () => policyId,
    may: [anyone],
    refuses,
    async run({ version: name }, state, _, refuse) {
      const { amends, ...version } = versionNamed(state, name) ?? refuse('policy.unknown-version', { fields: ['version'] });
      return { ...version, base: amends?.base ?? null, clauses: [...version.clauses] };
    },
  },
);
