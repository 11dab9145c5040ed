import { Command } from '@nestjs/cqrs';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { pathsIn } from '../../platform/refusals/refuse.js';
import { holdersToday, inServiceToday } from './people.js';
import { SiteApproved, SiteDeclined, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/**
 * Approves a proposed site with its administrators. The City Manager decides; the IT Director is an
 * administrator by office.
 */
export class ApproveSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  /** Person ids in addition to the IT Director. */
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
  knows: async (_, reads) => ({ itDirectors: await holdersToday('IT Director', reads) }),
  opens(state, { facts, refuse }) {
    if (state.status !== 'proposed') return refuse('site.decided');
    return facts.itDirectors.length === 0 ? refuse('site.no-it-director') : state;
  },
  gather: async ({ administrators = [] }, _, reads) => ({
    inService: await inServiceToday(administrators, reads),
  }),
  decide({ administrators = [], note = null }, _, { facts, refuse }) {
    const repeated = pathsIn('administrators', administrators, (person, at) => administrators.indexOf(person) < at);
    if (repeated.length > 0) return refuse('site.administrator-named-twice', { fields: repeated });
    const byOffice = pathsIn('administrators', administrators, (person) => facts.itDirectors.includes(person));
    if (byOffice.length > 0) return refuse('site.administrator-by-office', { fields: byOffice });
    const isUnknown = (person: string): boolean => !facts.inService.has(person);
    const unknown = administrators.find(isUnknown);
    if (unknown) return refuse('site.unknown-person', { person: unknown, fields: pathsIn('administrators', administrators, isUnknown) });
    return [SiteApproved({ administrators, note })];
  },
});

/** Declines a proposed site. The City Manager decides. */
export class DeclineSite extends Command<Receipt> {
  @IsUUID() siteId!: string;
  @IsProse(2_000) reasons!: string;
}

export const DeclineSiteHandler = commandHandler(DeclineSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [office('City Manager')],
  refuses: siteRefusals('site.decided'),
  opens: (state, { refuse }) => (state.status === 'proposed' ? state : refuse('site.decided')),
  decide: ({ reasons }) => [SiteDeclined({ reasons })],
});
