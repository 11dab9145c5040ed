import { RecordLegalReviewHandler } from '../../../src/modules/discipline/record-legal-review.js';
import { given } from '../../kit/given.js';
import {
  apart,
  attorney,
  hr,
  imposed,
  manager,
  noticedSuspension,
  ofSam,
  oral,
  proposed,
  proposedSuspension,
  recused,
  responded,
  reviewed,
  sam,
  sustained,
  walled,
} from '../../kit/stories/proceedings.js';

const command = { proceedingId: ofSam, opinion: 'sufficient', note: 'Privileged.' } as const;

describe('the legal review of a proposal', () => {
  it('is counsel’s, on any proposal not yet decided', () => {
    given(...proposedSuspension)
      .when(RecordLegalReviewHandler, command, attorney, apart)
      .then(reviewed());
    given(...noticedSuspension, responded)
      .when(RecordLegalReviewHandler, { ...command, opinion: 'insufficient' }, attorney, apart)
      .then(reviewed('insufficient'));
    given(...sustained, proposed(oral))
      .when(RecordLegalReviewHandler, command, attorney, apart)
      .then(reviewed());
  });

  it('is refused without a proposal, and after the decision', () => {
    given(...sustained)
      .when(RecordLegalReviewHandler, command, attorney, apart)
      .refused('proceeding.review-needless');
    given(...sustained, proposed(oral), imposed(oral))
      .when(RecordLegalReviewHandler, command, attorney, apart)
      .refused('proceeding.review-needless');
  });

  it('is refused to others, and to counsel with a part in the case', () => {
    for (const who of [manager, hr])
      given(...proposedSuspension)
        .when(RecordLegalReviewHandler, command, who, apart)
        .refused('access.not-permitted');
    given(...proposedSuspension)
      .when(RecordLegalReviewHandler, command, attorney, recused)
      .refused('access.not-permitted');
    given(...proposedSuspension)
      .when(RecordLegalReviewHandler, command, { ...attorney, person: sam }, apart)
      .refused('access.not-permitted');
    given(...proposedSuspension)
      .when(RecordLegalReviewHandler, command, attorney, walled)
      .refused('resource.not-found');
  });
});
