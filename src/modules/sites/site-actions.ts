import { IsUUID } from 'class-validator';
import { ActionsQuery, actionsQuery } from '../../platform/queries/actions-query.js';
import { GetSiteHandler } from './get-site.js';
import { sites } from './site.js';

/** What the caller may do with a site. */
export class GetSiteActions extends ActionsQuery {
  @IsUUID() siteId!: string;
}

export const GetSiteActionsHandler = actionsQuery(GetSiteActions, {
  stream: sites,
  of: ({ siteId }) => siteId,
  field: 'siteId',
  reads: GetSiteHandler.may,
});
