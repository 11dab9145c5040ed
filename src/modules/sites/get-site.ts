import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { holdersOn, officeHolding } from '../directory/directory.public.js';
import { isApproved, sites } from './site.js';
import { Site } from './site-list.view.js';

export class PendingChange {
  @PersonRef() person!: string;
  change!: 'add' | 'remove';
}

export class ArchivingOfSite {
  kind!: 'protocol' | 'tool';
  /** Name of the protocol or tool. */
  name!: string;
}

/** A site with its administrators. */
export class SiteInFull extends Site {
  purpose!: string;
  /** Person ids of its administrators, the IT Director first. */
  @PersonRef() administrators!: string[];
  /** Changes that wait for the City Manager's decision. */
  pending!: PendingChange[];
  archiving!: ArchivingOfSite | null;
  civilityPolicy!: string | null;
  activeSince!: Day | null;
}

/** One site. */
export class GetSite extends AsOfQuery<SiteInFull> {
  @IsUUID() siteId!: string;
}

export const GetSiteHandler = streamQuery<GetSite, typeof sites, SiteInFull>(GetSite, {
  stream: sites,
  of: ({ siteId }) => siteId,
  may: [anyone],
  views: [officeHolding],
  async run({ siteId }, state, reads) {
    const { name, platform, address, department, status, purpose } = state;
    const approved = isApproved(state) ? state : null;
    const live = 'live' in state ? state.live : null;
    const day = dayIn(reads.timeZone, reads.moment);
    const directors = approved ? await holdersOn(reads.rows(officeHolding), 'IT Director', day) : [];
    return {
      ...{ id: siteId, name, platform, address, department, status, purpose },
      administrators: [...new Set([...directors, ...(approved?.administrators ?? [])])],
      pending: [...(approved?.pending ?? [])].map(([person, change]) => ({ person, change })),
      archiving: live && { ...live.archiving },
      civilityPolicy: live?.civilityPolicy ?? null,
      activeSince: live?.on ?? null,
    };
  },
});
