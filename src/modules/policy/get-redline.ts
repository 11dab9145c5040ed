import { anyone } from '../../platform/access/access.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import type { Force } from './clause.js';
import { IsVersionName } from './clause-input.js';
import { policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';
import { type RedlineKind, redlineOfClauses } from './redline.js';

/** A run of words that both versions have, or one alone: without `added` it is the earlier text, without `removed` the later one. */
export class RedlineRun {
  kind!: RedlineKind;
  text!: string;
}

export class RenumberedFromTo {
  from!: string | null;
  to!: string | null;
}

/** Whom a clause binds and with what force, in one of the versions. */
export class Bearing {
  number!: string | null;
  binds!: string;
  force!: Force;
}

/** One clause in both versions. */
export class RedlinedClause {
  id!: string;
  status!: 'unchanged' | 'changed' | 'added' | 'removed';
  /** null where the earlier version does not have it. */
  before!: Bearing | null;
  /** null where the later version does not have it. */
  after!: Bearing | null;
  /** Where it is printed under another number. */
  renumbered!: RenumberedFromTo | null;
  /** It stands below another clause, or elsewhere among its siblings. */
  moved!: boolean;
  heading!: RedlineRun[];
  text!: RedlineRun[];
}

/** What changed between two versions, clause by clause and word by word. */
export class PolicyRedline {
  from!: string;
  to!: string;
  /** In the later version's order; what was removed stands where it stood. */
  items!: RedlinedClause[];
}

/** What changed from one version to another. */
export class GetRedline extends AsOfQuery<PolicyRedline> {
  @IsVersionName() from!: string;
  @IsVersionName() to!: string;
}

const refuses = policyRefusals('policy.unknown-version');

export const GetRedlineHandler = streamQuery<GetRedline, typeof policies, PolicyRedline, typeof refuses>(GetRedline, {
  stream: policies,
  of: () => policyId,
  may: [anyone],
  refuses,
  async run({ from, to }, state, _, refuse) {
    const [before, after] = [from, to].map((name) => versionNamed(state, name) ?? refuse('policy.unknown-version', { version: name }));
    const bearing = (clause: { number: string | null; binds: string; force: Force } | null): Bearing | null =>
      clause && { number: clause.number, binds: clause.binds, force: clause.force };
    const items = redlineOfClauses(before?.clauses ?? [], after?.clauses ?? []).map((clause) => ({
      ...clause,
      before: bearing(clause.before),
      after: bearing(clause.after),
      heading: [...clause.heading],
      text: [...clause.text],
    }));
    return { from, to, items };
  },
});
