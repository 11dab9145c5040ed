import type { ModuleDefinition } from '../../platform/module-definition.js';
import { ActivateSiteHandler } from './activate-site.js';
import { DecideAdministratorChangeHandler, ProposeAdministratorChangeHandler } from './change-administrators.js';
import { ApproveSiteHandler, DeclineSiteHandler } from './decide-site.js';
import { GetSiteHandler } from './get-site.js';
import { ProposeSiteHandler } from './propose-site.js';
import { RetireSiteHandler } from './retire-site.js';
import { sites } from './site.js';
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
  queryHandlers: [ListSitesHandler, GetSiteHandler],
  views: [siteList],
  processes: [],
  routes: () => import('./sites.routes.js'),
};
