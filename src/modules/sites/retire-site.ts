import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { isApproved, SiteRetired, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** Retires a site permanently, by the City Manager. Its posts remain a public record. */
export class RetireSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsProse(2_000) reasons!: string;
  /** The day on which it ended; by default today. */
  @IsOptional() @IsDay() on?: Day | null;
}

export const RetireSiteHandler = commandHandler(RetireSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('City Manager')],
  refuses: siteRefusals('site.not-approved', 'site.retired', 'site.day-in-future'),
  opens(state, { refuse }) {
    if (!isApproved(state)) return refuse('site.not-approved');
    return state.status === 'retired' ? refuse('site.retired') : state;
  },
  decide({ reasons, on }, _, { today, refuse }) {
    if (on && on > today) return refuse('site.day-in-future');
    return [SiteRetired({ on: on ?? today, reasons })];
  },
});
