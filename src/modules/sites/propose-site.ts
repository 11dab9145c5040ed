import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUrl, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName, IsProse } from '../../platform/ground/fields.js';
import { departments } from '../directory/directory.public.js';
import { SiteProposed, sites } from './site.js';
import { siteRefusals } from './site.refusals.js';

/** Proposes a site, a page or another account of the city for the City Manager's approval. */
export class ProposeSite extends Command<Receipt> {
  @IsName() name!: string;
  /** The service on which it runs. */
  @IsName() platform!: string;
  /** Its future https address. */
  @IsUrl({ protocols: ['https'], require_protocol: true, require_valid_protocol: true }) address!: string;
  /** Id of the department whose content it carries; by default the whole city. */
  @IsOptional() @IsUUID() department?: string | null;
  @IsProse(2_000) purpose!: string;
}

export const ProposeSiteHandler = commandHandler(ProposeSite, {
  stream: sites,
  of: (_, newId) => newId('site'),
  creates: true,
  may: [office('Communications Manager')],
  reserves: ({ address }) => [{ field: 'address', kind: 'site-address', value: new URL(address).href.toLowerCase() }],
  refuses: siteRefusals('site.no-such-department'),
  opens: 'always',
  gather: async ({ department }, _, reads) => ({
    departmentExists: !department || (await reads.state(departments, department)).status !== 'absent',
  }),
  decide({ name, platform, address, department = null, purpose }, _, { facts, refuse }) {
    if (!facts.departmentExists) return refuse('site.no-such-department');
    return [SiteProposed({ name, platform, address, department, purpose })];
  },
});
