import type { Reads } from '../../platform/queries/query-handler.js';
import { sites } from '../sites/sites.public.js';
import { SiteNamed } from './case.js';

/** For facts: says so where a site is named that the city does not have. A retired one will do: the deed may be older. */
export async function siteOf(siteId: string | undefined, reads: Pick<Reads, 'state'>): Promise<{ readonly siteUnknown?: true }> {
  return siteId !== undefined && (await reads.state(sites, siteId)).status === 'absent' ? { siteUnknown: true } : {};
}

/** What records the site of an allegation, where one is named. */
export const siteNamed = (allegationId: string, siteId: string | undefined) =>
  siteId === undefined ? [] : [SiteNamed({ allegationId, siteId })];
