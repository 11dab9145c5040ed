import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUrl, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { archivings, SiteActivated, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** An approved site goes live, once it is archived and links the civility and acceptable use policy. */
export class ActivateSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  /** Whether a protocol archives it, or an approved tool. */
  @IsIn(archivings) archiving!: (typeof archivings)[number];
  /** Name of that protocol or tool. */
  @IsName() archivedBy!: string;
  /** Where visitors find the civility and acceptable use policy, under https. */
  @IsUrl({ protocols: ['https'], require_protocol: true, require_valid_protocol: true }) civilityPolicy!: string;
  /** The day on which it went live; today unless given. */
  @IsOptional() @IsDay() on?: Day | null;
}

export const ActivateSiteHandler = commandHandler(ActivateSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager')],
  refuses: siteRefusals('site.not-approved', 'site.not-activable', 'site.day-in-future'),
  decide({ archiving, archivedBy, civilityPolicy, on }, state, { today, refuse }) {
    if (state.status === 'proposed' || state.status === 'declined') return refuse('site.not-approved');
    if (state.status !== 'approved') return refuse('site.not-activable');
    if (on && on > today) return refuse('site.day-in-future');
    return [SiteActivated({ on: on ?? today, archiving: { kind: archiving, name: archivedBy }, civilityPolicy })];
  },
});
