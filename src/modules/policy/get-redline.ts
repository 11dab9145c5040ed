import { anyone } from '../../platform/access/access.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import type { Force } from './clause.js';
import { IsVersionName } from './clause-input.js';
import { policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';
import { type RedlineKind, redlineOfClauses } from './redline.js';

/**
 * A run of words of both versions or of one. The runs without `added` form the earlier text, those
 * without `removed` the later text.
 */
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
  /** Null if the earlier version lacks it. */
  before!: Bearing | null;
  /** Null if the later version lacks it. */
  after!: Bearing | null;
  /** Present if its printed number changed. */
  renumbered!: RenumberedFromTo | null;
  /** Its parent changed, or its place among its siblings. */
  moved!: boolean;
  heading!: RedlineRun[];
  text!: RedlineRun[];
}

/** The differences between two versions, clause by clause and word by word. */
export class PolicyRedline {
  from!: string;
  to!: string;
  /** In the later version's order; a removed clause keeps its earlier place. */
  items!: RedlinedClause[];
}

/** The differences between two versions. */
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
    const [before, after] = Object.entries({ from, to }).map(
      ([field, name]) => versionNamed(state, name) ?? refuse('policy.unknown-version', { version: name, fields: [field] }),
    );
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
