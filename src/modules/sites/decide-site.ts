import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { holdersToday, inServiceToday } from './people.js';
import { SiteApproved, SiteDeclined, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** The City Manager approves a proposed site with its administrators; the IT Director is one by office. */
export class ApproveSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  /** Person ids beside the IT Director. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsUUID(undefined, { each: true }) administrators?: string[];
  @IsOptional() @IsProse(2_000) note?: string | null;
}

export const ApproveSiteHandler = commandHandler(ApproveSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('City Manager')],
  refuses: siteRefusals(
    'site.decided',
    'site.no-it-director',
    'site.unknown-person',
    'site.administrator-by-office',
    'site.administrator-named-twice',
  ),
  gather: async ({ administrators = [] }, _, reads) => ({
    itDirectors: await holdersToday('IT Director', reads),
    inService: await inServiceToday(administrators, reads),
  }),
  decide({ administrators = [], note = null }, state, { facts, refuse }) {
    if (state.status !== 'proposed') return refuse('site.decided');
    if (facts.itDirectors.length === 0) return refuse('site.no-it-director');
    if (new Set(administrators).size < administrators.length) return refuse('site.administrator-named-twice');
    if (administrators.some((person) => facts.itDirectors.includes(person))) return refuse('site.administrator-by-office');
    const unknown = administrators.find((person) => !facts.inService.has(person));
    if (unknown) return refuse('site.unknown-person', { person: unknown });
    return [SiteApproved({ administrators, note })];
  },
});

/** The City Manager declines a proposed site. */
export class DeclineSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsProse(2_000) reasons!: string;
}

export const DeclineSiteHandler = commandHandler(DeclineSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('City Manager')],
  refuses: siteRefusals('site.decided'),
  decide: ({ reasons }, state, { refuse }) => (state.status === 'proposed' ? [SiteDeclined({ reasons })] : refuse('site.decided')),
});
