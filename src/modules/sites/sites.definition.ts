import type { ModuleDefinition } from '../../platform/module-definition.js';
import { ActivateSiteHandler } from './activate-site.js';
import { DecideAdministratorChangeHandler, ProposeAdministratorChangeHandler } from './change-administrators.js';
import { ApproveSiteHandler, DeclineSiteHandler } from './decide-site.js';
import { GetSiteHandler } from './get-site.js';
import { ProposeSiteHandler } from './propose-site.js';
import { RetireSiteHandler } from './retire-site.js';
import { sites } from './site.js';
import { siteTasks } from './site.tasks.js';
import { GetSiteActionsHandler } from './site-actions.js';
import { ListSitesHandler, siteList } from './site-list.view.js';
import { ResumeSiteHandler, SuspendSiteHandler } from './suspend-site.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const sitesDefinition: ModuleDefinition = {
  name: 'sites',
  streams: [sites],
  commandHandlers: [
    ProposeSiteHandler,
    ApproveSiteHandler,
    DeclineSiteHandler,
    ActivateSiteHandler,
    SuspendSiteHandler,
    ResumeSiteHandler,
    RetireSiteHandler,
    ProposeAdministratorChangeHandler,
    DecideAdministratorChangeHandler,
  ],
  queryHandlers: [GetSiteActionsHandler, ListSitesHandler, GetSiteHandler],
  views: [siteList],
  tasks: [siteTasks],
  processes: [],
  routes: () => import('./sites.routes.js'),
  clauses: {
    'GEN-2': {
      records: [sites.events.SiteProposed, sites.events.SiteApproved, sites.events.AdministratorChangeProposed],
      monitors: [ListSitesHandler, GetSiteHandler],
    },
    'GEN-3': {
      records: [sites.events.SiteApproved, sites.events.AdministratorAdded, sites.events.AdministratorRemoved],
      monitors: [GetSiteHandler],
    },
    'GEN-4': { records: [sites.events.SiteApproved, sites.events.SiteRetired], monitors: [ListSitesHandler] },
    'GEN-6': { records: [sites.events.SiteApproved], monitors: [GetSiteHandler] },
    'COM-1': { records: [sites.events.SiteActivated], monitors: [GetSiteHandler] },
    'REC-2': { records: [sites.events.SiteActivated], monitors: [GetSiteHandler] },
    'SEC-7': { records: [sites.events.SiteSuspended], monitors: [ListSitesHandler] },
  },
};
