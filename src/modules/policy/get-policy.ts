import { IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import type { Force } from './clause.js';
import { policies, policyId, unresolvedOn, versionOn } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/** A clause as a version has it. */
export class PolicyClause {
  /** The clause's for good, whatever number it is printed under. */
  id!: string;
  /** Id of the clause that it stands below. */
  parent!: string | null;
  /** What the text prints before it. */
  number!: string | null;
  heading!: string | null;
  /** Empty where the clause is a heading alone. */
  text!: string;
  binds!: string;
  force!: Force;
}

/** A question of law that leaves open whether this version was still in force on that day. */
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
  /** The version that it amended; null where it was adopted whole. */
  base!: string | null;
  /** In the order of reading. */
  clauses!: PolicyClause[];
  unresolved!: UnresolvedContinuity[];
}

/** The policy in force on a day. */
export class GetPolicy extends AsOfQuery<PolicyInForce> {
  /** A day in the city's time zone; the day shown unless given. */
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
