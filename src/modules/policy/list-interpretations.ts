import { IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { IsClauseId, IsVersionName } from './clause-input.js';
import { policies, policyId } from './policy.js';

/** How a clause of a version is read. */
export class PolicyInterpretation {
  id!: string;
  version!: string;
  clause!: string;
  question!: string;
  answer!: string;
  givenBy!: string;
  on!: Day;
}

export class PolicyInterpretations {
  /** The latest first. */
  items!: PolicyInterpretation[];
}

/** The interpretations on record, of one clause or one version where named. */
export class ListInterpretations extends AsOfQuery<PolicyInterpretations> {
  /** Of every version, unless one is named: the clause keeps its id from version to version. */
  @IsOptional() @IsClauseId() clause?: string;
  @IsOptional() @IsVersionName() version?: string;
}

export const ListInterpretationsHandler = streamQuery<ListInterpretations, typeof policies, PolicyInterpretations>(ListInterpretations, {
  stream: policies,
  of: () => policyId,
  may: [anyone],
  run: async ({ clause, version }, { interpretations }) => ({
    items: interpretations
      .filter((given) => (!clause || given.clause === clause) && (!version || given.version === version))
      .map(({ interpretationId, ...given }) => ({ id: interpretationId, ...given }))
      .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0)),
  }),
});
