import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUrl, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { archivings, SiteActivated, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/**
 * Puts an approved site into use. It must be archived and must link the civility and acceptable use
 * policy.
 */
export class ActivateSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  /** Whether a protocol or an approved tool archives it. */
  @IsIn(archivings) archiving!: (typeof archivings)[number];
  /** Name of the protocol or tool. */
  @IsName() archivedBy!: string;
  /** Where visitors find the civility and acceptable use policy; an https address. */
  @IsUrl({ protocols: ['https'], require_protocol: true, require_valid_protocol: true }) civilityPolicy!: string;
  /** The day on which it went live; by default today. */
  @IsOptional() @IsDay() on?: Day | null;
}

export const ActivateSiteHandler = commandHandler(ActivateSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('Communications Manager')],
  refuses: siteRefusals('site.not-approved', 'site.not-activable', 'site.day-in-future'),
  opens(state, { refuse }) {
    if (state.status === 'proposed' || state.status === 'declined') return refuse('site.not-approved');
    return state.status === 'approved' ? state : refuse('site.not-activable');
  },
  decide({ archiving, archivedBy, civilityPolicy, on }, _, { today, refuse }) {
    if (on && on > today) return refuse('site.day-in-future');
    return [SiteActivated({ on: on ?? today, archiving: { kind: archiving, name: archivedBy }, civilityPolicy })];
  },
});
