import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { InterimMeasureContinued, InterimMeasureEnded, InterimMeasureOrdered, InterimReviewFellDue } from '../cases/cases.public.js';
import { MissInterimReview } from './miss-interim-review.js';

const ofMeasure = ({ data }: { readonly data: { readonly measureId: string } }): string[] => [data.measureId];
const due = (
  _: unknown,
  { stream, data }: { readonly stream: string; readonly data: { readonly reviewAt: string } },
  measureId: string,
) => ({
  dueAt: data.reviewAt,
  data: { caseId: streamParts(stream).id, measureId },
});

/** Records that the review of an interim measure is past due. */
export const missInterimReview = process({
  name: 'miss_interim_review',
  version: 2,
  events: { InterimMeasureOrdered, InterimMeasureContinued, InterimReviewFellDue, InterimMeasureEnded },
  keys: {
    InterimMeasureOrdered: ofMeasure,
    InterimMeasureContinued: ofMeasure,
    InterimReviewFellDue: ofMeasure,
    InterimMeasureEnded: ofMeasure,
  },
  fold: {
    InterimMeasureOrdered: due,
    InterimMeasureContinued: due,
    InterimReviewFellDue: () => null,
    InterimMeasureEnded: () => null,
  },
  act: (data: Pick<MissInterimReview, 'caseId' | 'measureId'>) => Object.assign(new MissInterimReview(), data),
});
