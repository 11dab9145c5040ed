import { Controller, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers, Commands } from '../../platform/http/routes.js';
import { ActionsShown } from '../../platform/queries/actions-query.js';
import { ActivateSite, ActivateSiteHandler } from './activate-site.js';
import {
  DecideAdministratorChange,
  DecideAdministratorChangeHandler,
  ProposeAdministratorChange,
  ProposeAdministratorChangeHandler,
} from './change-administrators.js';
import { ApproveSite, ApproveSiteHandler, DeclineSite, DeclineSiteHandler } from './decide-site.js';
import { GetSite, GetSiteHandler, SiteInFull } from './get-site.js';
import { ProposeSite, ProposeSiteHandler } from './propose-site.js';
import { RetireSite, RetireSiteHandler } from './retire-site.js';
import { GetSiteActions, GetSiteActionsHandler } from './site-actions.js';
import { ListSites, ListSitesHandler, Site } from './site-list.view.js';
import { ResumeSite, ResumeSiteHandler, SuspendSite, SuspendSiteHandler } from './suspend-site.js';

@Controller('api/sites')
export class SitesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Commands(ProposeSiteHandler)
  propose(@Input(ProposeSite) command: ProposeSite) {
    return this.commands.execute(command);
  }

  @Answers(ListSitesHandler, '', Site)
  list(@Input(ListSites) query: ListSites) {
    return this.queries.execute(query);
  }

  @Answers(GetSiteHandler, ':siteId', SiteInFull)
  get(@Input(GetSite) query: GetSite) {
    return this.queries.execute(query);
  }

  @Answers(GetSiteActionsHandler, ':siteId/actions', ActionsShown)
  getActions(@Input(GetSiteActions) query: GetSiteActions) {
    return this.queries.execute(query);
  }

  @Commands(ApproveSiteHandler, ':siteId/approval')
  approve(@Input(ApproveSite) command: ApproveSite) {
    return this.commands.execute(command);
  }

  @Commands(DeclineSiteHandler, ':siteId/decline')
  decline(@Input(DeclineSite) command: DeclineSite) {
    return this.commands.execute(command);
  }

  @Commands(ActivateSiteHandler, ':siteId/activation')
  activate(@Input(ActivateSite) command: ActivateSite) {
    return this.commands.execute(command);
  }

  @Commands(SuspendSiteHandler, ':siteId/suspension')
  suspend(@Input(SuspendSite) command: SuspendSite) {
    return this.commands.execute(command);
  }

  @Commands(ResumeSiteHandler, ':siteId/resumption')
  resume(@Input(ResumeSite) command: ResumeSite) {
    return this.commands.execute(command);
  }

  @Commands(RetireSiteHandler, ':siteId/retirement')
  retire(@Input(RetireSite) command: RetireSite) {
    return this.commands.execute(command);
  }

  @Commands(ProposeAdministratorChangeHandler, ':siteId/administrators')
  proposeAdministratorChange(@Input(ProposeAdministratorChange) command: ProposeAdministratorChange) {
    return this.commands.execute(command);
  }

  @Commands(DecideAdministratorChangeHandler, ':siteId/administrators/:person')
  decideAdministratorChange(@Input(DecideAdministratorChange) command: DecideAdministratorChange) {
    return this.commands.execute(command);
  }
}
