import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { SiteResumed, SiteSuspended, sites, suspensions } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** Takes a site out of use at once, for example because an outsider posted there. */
export class SuspendSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsIn(suspensions) cause!: (typeof suspensions)[number];
  @IsProse(2_000) reasons!: string;
}

export const SuspendSiteHandler = commandHandler(SuspendSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager'), office('IT Director'), office('City Manager')],
  refuses: siteRefusals('site.not-active'),
  opens: (state, { refuse }) => (state.status === 'active' ? state : refuse('site.not-active')),
  decide: ({ cause, reasons }) => [SiteSuspended({ cause, reasons })],
});

/** Puts a suspended site back into use. */
export class ResumeSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsProse(2_000) reasons!: string;
}

export const ResumeSiteHandler = commandHandler(ResumeSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager')],
  refuses: siteRefusals('site.not-suspended'),
  opens: (state, { refuse }) => (state.status === 'suspended' ? state : refuse('site.not-suspended')),
  decide: ({ reasons }) => [SiteResumed({ reasons })],
});
