import { IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import type { Force } from './clause.js';
import { policies, policyId, unresolvedOn, versionOn } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/** A clause as in one version. */
export class PolicyClause {
  /** The clause keeps its id under every printed number. */
  id!: string;
  /** Id of its parent clause. */
  parent!: string | null;
  /** The number as printed before it. */
  number!: string | null;
  heading!: string | null;
  /** Empty if the clause is only a heading. */
  text!: string;
  binds!: string;
  force!: Force;
}

/** An open question of law: whether this version was still in force on that day. */
export class UnresolvedContinuity {
  instrument!: string;
  on!: Day;
  question!: string;
}

/** The version in force on a day, with all its clauses. */
export class PolicyInForce {
  on!: Day;
  version!: string;
  instrument!: string;
  adoptedOn!: Day;
  effectiveFrom!: Day;
  note!: string | null;
  /** The version that it amended; null if it was adopted whole. */
  base!: string | null;
  /** In reading order. */
  clauses!: PolicyClause[];
  unresolved!: UnresolvedContinuity[];
}

/** The policy in force on a day. */
export class GetPolicy extends AsOfQuery<PolicyInForce> {
  /** A day in the city's time zone; by default the day that the answer shows. */
  @IsOptional() @IsDay() on?: Day;
}

const refuses = policyRefusals('policy.none-in-force');

export const GetPolicyHandler = streamQuery<GetPolicy, typeof policies, PolicyInForce, typeof refuses>(GetPolicy, {
  stream: policies,
  of: () => policyId,
  may: [anyone],
  refuses,
  async run({ on }, state, reads, refuse) {
    const day = on ?? dayIn(reads.timeZone, reads.moment);
    const version = versionOn(state, day) ?? refuse('policy.none-in-force', { on: day });
    const { amends, ...rest } = version;
    return {
      on: day,
      ...rest,
      base: amends?.base ?? null,
      clauses: [...version.clauses],
      unresolved: [...unresolvedOn(state, day)],
    };
  },
});
