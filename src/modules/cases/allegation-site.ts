import type { Reads } from '../../platform/queries/query-handler.js';
import { sites } from '../sites/sites.public.js';
import { SiteNamed } from './case.js';

/**
 * Facts for `decide`: `siteUnknown` is set if the city has no such site. A retired site is
 * accepted, because the deed may be older.
 */
export async function siteOf(siteId: string | undefined, reads: Pick<Reads, 'state'>): Promise<{ readonly siteUnknown?: true }> {
  return siteId !== undefined && (await reads.state(sites, siteId)).status === 'absent' ? { siteUnknown: true } : {};
}

/** The event that records the site of an allegation; empty without a site. */
export const siteNamed = (allegationId: string, siteId: string | undefined) =>
  siteId === undefined ? [] : [SiteNamed({ allegationId, siteId })];
