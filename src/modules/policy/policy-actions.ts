import { anyone } from '../../platform/access/access.js';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { policies, policyId } from './policy.js';

/** What the caller may do with the policy. */
export class GetPolicyActions extends ActionsQuery {}

export const GetPolicyActionsHandler = actionsQuery(GetPolicyActions, { stream: policies, of: () => policyId, reads: [anyone] });
