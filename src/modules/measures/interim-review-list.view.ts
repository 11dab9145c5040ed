import { IsIn, IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { flag, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import {
  cases,
  decider,
  type InterimKind,
  InterimMeasureContinued,
  InterimMeasureEnded,
  InterimMeasureOrdered,
  standingOf,
} from '../cases/cases.public.js';

const interimReviewColumns = {
  caseId: text(),
  kind: text<InterimKind>(),
  reviewBy: text(),
  reviewAt: text(),
  inForce: flag(),
};
export type InterimReviewRow = RowOf<typeof interimReviewColumns>;
const ofMeasure = ({ data }: { readonly data: { readonly measureId: string } }): string[] => [data.measureId];

/** One row for each interim measure: its next review, while it is in force. */
export const interimReviewList = view({
  name: 'interim_review_list',
  version: 1,
  columns: interimReviewColumns,
  events: { InterimMeasureOrdered, InterimMeasureContinued, InterimMeasureEnded },
  keys: { InterimMeasureOrdered: ofMeasure, InterimMeasureContinued: ofMeasure, InterimMeasureEnded: ofMeasure },
  fold: {
    InterimMeasureOrdered: (_, { data: { kind, reviewBy, reviewAt }, stream }): InterimReviewRow => ({
      caseId: streamParts(stream).id,
      kind,
      reviewBy,
      reviewAt,
      inForce: true,
    }),
    InterimMeasureContinued: (row, { data: { reviewBy, reviewAt } }) => row && { ...row, reviewBy, reviewAt },
    InterimMeasureEnded: () => null,
  },
  listings: [{ by: ['inForce'], order: 'reviewAt' }],
});

/** An interim measure in force that must be reviewed. */
export class InterimReview {
  measureId!: string;
  caseId!: string;
  kind!: InterimKind;
  /** The last day for its review. */
  reviewBy!: Day;
  overdue!: boolean;
  /** The caller is the one who reviews it. */
  mine!: boolean;
}

export class InterimReviews {
  /** The earliest due first. */
  items!: InterimReview[];
}

/**
 * Reviews of interim measures: those of the caller, and all of them for HR, the City Attorney and
 * the Auditor.
 */
export class ListInterimReviews extends AsOfQuery<InterimReviews> {
  /** `overdue`: only those whose last day has passed at the moment shown. */
  @IsOptional() @IsIn(['overdue']) queue?: 'overdue';
}

const followsAll: ReadonlySet<string> = new Set(['HR', 'City Attorney', 'Auditor']);

export const ListInterimReviewsHandler = listQuery<ListInterimReviews, InterimReviews>(ListInterimReviews, {
  may: [anyone],
  views: [interimReviewList],
  async run({ queue }, reads) {
    const { caller, current, moment } = reads;
    const sees = caller.offices.some(({ office }) => followsAll.has(office));
    const items: InterimReview[] = [];
    const rows = await reads.rows(interimReviewList).all({ inForce: true });
    for (const row of rows.sort((a, b) => (a.reviewAt < b.reviewAt ? -1 : 1))) {
      const matter = await current.state(cases, row.caseId);
      if ((await standingOf(caller.person, matter, current)) !== 'uninvolved') continue;
      const mine = decider.admits(caller, matter) !== undefined;
      const overdue = row.reviewAt < moment;
      if ((!mine && !sees) || (queue === 'overdue' && !overdue)) continue;
      items.push({ measureId: row.key, caseId: row.caseId, kind: row.kind, reviewBy: row.reviewBy, overdue, mine });
    }
    return { items };
  },
});
