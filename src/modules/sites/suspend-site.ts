import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { SiteResumed, SiteSuspended, sites, suspensions } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** Takes a site out of use at once, for example because somebody else posted there. */
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
  decide: ({ cause, reasons }, state, { refuse }) =>
    state.status === 'active' ? [SiteSuspended({ cause, reasons })] : refuse('site.not-active'),
});

/** Puts a suspended site into use again. */
export class ResumeSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsProse(2_000) reasons!: string;
}

export const ResumeSiteHandler = commandHandler(ResumeSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager')],
  refuses: siteRefusals('site.not-suspended'),
  decide: ({ reasons }, state, { refuse }) => (state.status === 'suspended' ? [SiteResumed({ reasons })] : refuse('site.not-suspended')),
});
