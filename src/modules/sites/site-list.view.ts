import { IsIn, IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { pick } from '../../platform/events/event.js';
import { DepartmentRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { type SiteStatus, siteEvents } from './site.js';

export const siteStatuses = ['proposed', 'declined', 'approved', 'active', 'suspended', 'retired'] as const satisfies SiteStatus[];

const siteColumns = {
  name: text(),
  platform: text(),
  address: text(),
  department: orNull(text()),
  status: text<SiteStatus>(),
};
export type SiteRow = RowOf<typeof siteColumns>;

const turned = (status: SiteStatus) => (row: SiteRow | null) => row && { ...row, status };

/** One row for each site that was ever proposed. */
export const siteList = view({
  name: 'site_list',
  version: 1,
  columns: siteColumns,
  events: pick(siteEvents, 'SiteProposed', 'SiteApproved', 'SiteDeclined', 'SiteActivated', 'SiteSuspended', 'SiteResumed', 'SiteRetired'),
  fold: {
    SiteProposed: (_, { data: { name, platform, address, department } }): SiteRow => ({
      name,
      platform,
      address,
      department,
      status: 'proposed',
    }),
    SiteApproved: turned('approved'),
    SiteDeclined: turned('declined'),
    SiteActivated: turned('active'),
    SiteSuspended: turned('suspended'),
    SiteResumed: turned('active'),
    SiteRetired: turned('retired'),
  },
  listings: [
    { by: [], order: 'name' },
    { by: ['status'], order: 'name' },
  ],
});

export class Site {
  id!: string;
  name!: string;
  platform!: string;
  address!: string;
  @DepartmentRef() department!: string | null;
  status!: SiteStatus;
}

/** The city's sites by name, including declined and retired ones. */
export class ListSites extends PageQuery<Site> {
  @IsOptional() @IsIn(siteStatuses) status?: SiteStatus;
}

export const ListSitesHandler = listQuery<ListSites, Page<Site>>(ListSites, {
  may: [anyone],
  views: [siteList],
  async run({ status, limit, cursor }, reads) {
    const { items, next } = await reads.rows(siteList).page({ where: { ...(status && { status }) }, order: 'name', limit, cursor });
    return { items: items.map(({ key, ...row }) => ({ id: key, ...siteOf(row) })), next };
  },
});

const siteOf = ({ name, platform, address, department, status }: Omit<Site, 'id'>): Omit<Site, 'id'> => ({
  name,
  platform,
  address,
  department,
  status,
});
