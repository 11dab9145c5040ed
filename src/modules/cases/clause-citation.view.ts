import { IsOptional, Matches } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { streamName, streamParts } from '../../platform/events/envelope.js';
import { pick } from '../../platform/events/event.js';
import { listQuery, type Page, PageQuery } from '../../platform/queries/query-handler.js';
import { flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import type { Outcome } from '../procedure/procedure.public.js';
import { ChargeCorrected } from '../proceedings/proceedings.public.js';
import { caseEvents, cases } from './case.js';

const clauseCitationColumns = {
  caseId: text(),
  clause: text(),
  policyVersion: text(),
  citedAt: text(),
  /** Id of the site that the allegation is about. */
  siteId: orNull(text()),
  finding: orNull(text<Outcome>()),
  determined: flag(),
};
export type ClauseCitationRow = RowOf<typeof clauseCitationColumns>;

const ofAllegation = ({ data }: { readonly data: { readonly allegationId: string } }): string[] => [data.allegationId];

const openAgain = (row: ClauseCitationRow | null): ClauseCitationRow | null => row && { ...row, finding: null, determined: false };

/**
 * One row for each allegation: the clause that it cites, the version of the policy, and the
 * finding.
 */
export const clauseCitation = view({
  name: 'clause_citation',
  version: 3,
  columns: clauseCitationColumns,
  events: {
    ...pick(
      caseEvents,
      'AllegationFramed',
      'AllegationWithdrawn',
      'FactAdmitted',
      'FindingRecorded',
      'InvestigationReportReturned',
      'InvestigationResumed',
      'DeterminationIssued',
      'CaseReopened',
      'SiteNamed',
    ),
    ChargeCorrected,
  },
  keys: {
    AllegationFramed: ofAllegation,
    AllegationWithdrawn: ofAllegation,
    FactAdmitted: ofAllegation,
    SiteNamed: ofAllegation,
    FindingRecorded: ofAllegation,
    ChargeCorrected: ofAllegation,
    InvestigationReportReturned: ({ data }) => data.setAside,
    InvestigationResumed: ({ data }) => data.allegationIds,
    DeterminationIssued: ({ data }) => data.outcomes.map(({ allegationId }) => allegationId),
    CaseReopened: ({ data }) => data.setAside.map(({ allegationId }) => allegationId),
  },
  fold: {
    AllegationFramed: (_, { data, stream, recordedAt }): ClauseCitationRow => ({
      caseId: streamParts(stream).id,
      clause: data.clause,
      policyVersion: data.policyVersion,
      citedAt: recordedAt,
      siteId: null,
      finding: null,
      determined: false,
    }),
    SiteNamed: (row, { data }) => row && { ...row, siteId: data.siteId },
    AllegationWithdrawn: () => null,
    FactAdmitted: (row): ClauseCitationRow | null => row && { ...row, finding: 'sustained', determined: true },
    FindingRecorded: (row, { data }) => row && { ...row, finding: data.outcome },
    DeterminationIssued: (row, { data }, key) =>
      row && {
        ...row,
        finding: data.outcomes.find(({ allegationId }) => allegationId === key)?.outcome ?? row.finding,
        determined: true,
      },
    InvestigationReportReturned: openAgain,
    InvestigationResumed: openAgain,
    CaseReopened: openAgain,
    ChargeCorrected: (row, { data: { clause, policyVersion } }) => row && { ...row, clause, policyVersion },
  },
  listings: [
    { by: ['clause'], order: 'citedAt' },
    { by: ['clause', 'policyVersion'], order: 'citedAt' },
    { by: ['siteId'], order: 'citedAt' },
  ],
});

/** The offices that may list cases. */
export const listsCases = [
  office('City Manager'),
  office('Communications Manager'),
  office('City Attorney'),
  office('City Clerk'),
  office('HR'),
  office('Auditor'),
];

/** An allegation that cites a clause. */
export class ClauseCitation {
  allegationId!: string;
  caseId!: string;
  clause!: string;
  /** The version in force on the day of the deed. */
  policyVersion!: string;
  /** When it was alleged. */
  citedAt!: string;
  /** Id of the site that the allegation is about. */
  siteId!: string | null;
  /** The finding, or the outcome once the case is determined; null before. */
  finding!: Outcome | null;
  determined!: boolean;
}

/**
 * The cases that cite a clause, in every version of the policy or in one. The latest come first.
 */
export class ListClauseCitations extends PageQuery<ClauseCitation> {
  /** Id of the clause, for example STD-4. A clause keeps its id from version to version. */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/) clause!: string;
  @IsOptional() @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/) version?: string;
}

export const ListClauseCitationsHandler = listQuery<ListClauseCitations, Page<ClauseCitation>>(ListClauseCitations, {
  may: listsCases,
  views: [clauseCitation],
  async run({ clause, version, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const where = version === undefined ? { clause } : { clause, policyVersion: version };
    const except = ({ caseId }: ClauseCitationRow) => hidden.has(streamName(cases.name, caseId));
    const { items, next } = await reads.rows(clauseCitation).page({ where, order: 'citedAt', direction: 'DESC', limit, cursor, except });
    return { items: items.map(({ key, ...citation }) => ({ allegationId: key, ...citation })), next };
  },
});
