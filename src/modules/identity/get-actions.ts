import { anyone } from '../../platform/access/access.js';
import { type Actions, ActionsQuery, startingActions } from '../../platform/queries/actions-query.js';
import { listQuery } from '../../platform/queries/query-handler.js';

/** What the caller may start: the commands that name no existing thing. */
export class GetActions extends ActionsQuery {}

export const GetActionsHandler = listQuery(GetActions, {
  may: [anyone],
  run: (_, reads): Promise<Actions> => startingActions(reads),
});
