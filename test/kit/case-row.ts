import type { CaseInFull } from '../../src/modules/cases/get-case.js';
import type { CaseSummary } from '../../src/modules/cases/list-cases.js';

type Told = Pick<CaseSummary, 'readable' | 'about' | 'clauses' | 'gist' | 'site'>;

const each = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

/**
 * What a row must tell of a case, by what `GetCase` shows the same caller; null where it refuses
 * them. `cut` makes a gist of the first report's summary.
 */
export function toldBy(shown: CaseInFull | null, cut: (summary: string) => string = (summary) => summary): Told {
  if (shown === null) return { readable: false, about: null, clauses: null, gist: null, site: null };
  const standing = shown.allegations.filter(({ withdrawn }) => !withdrawn);
  const first = shown.reports?.[0];
  return {
    readable: true,
    about: each([...shown.accused, ...shown.allegations.map(({ subject }) => subject)]),
    clauses: each(standing.map(({ clause }) => clause)),
    gist: first ? cut(first.summary) : null,
    site: each(standing.map(({ siteId }) => siteId)),
  };
}

/** What a row tells of its case, its lists sorted. */
export const toldIn = ({ readable, about, clauses, gist, site }: CaseSummary): Told => ({
  readable,
  about: about && [...about].sort(),
  clauses: clauses && [...clauses].sort(),
  gist,
  site: site && [...site].sort(),
});
