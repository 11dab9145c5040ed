import type { ModuleDefinition } from '../../platform/module-definition.js';
import { BeginMitigationHandler } from './begin-mitigation.js';
import { CompleteMitigationHandler } from './complete-mitigation.js';
import { interimReviewList, ListInterimReviewsHandler } from './interim-review-list.view.js';
import { LiftHoldHandler } from './lift-legal-hold.js';
import { measureTasks } from './measure.tasks.js';
import { MissInterimReviewHandler } from './miss-interim-review.js';
import { missInterimReview } from './miss-interim-review.process.js';
import { OrderInterimMeasureHandler } from './order-interim-measure.js';
import { PlaceHoldHandler } from './place-legal-hold.js';
import { RecordReferralResultHandler } from './record-referral-result.js';
import { ReferCaseHandler } from './refer-case.js';
import { ReviewInterimMeasureHandler } from './review-interim-measure.js';

/**
 * The module's declaration: the application, the views' thread and the generators read it without
 * Nest.
 */
export const measuresDefinition: ModuleDefinition = {
  name: 'measures',
  streams: [],
  commandHandlers: [
    BeginMitigationHandler,
    CompleteMitigationHandler,
    ReferCaseHandler,
    RecordReferralResultHandler,
    PlaceHoldHandler,
    LiftHoldHandler,
    OrderInterimMeasureHandler,
    ReviewInterimMeasureHandler,
    MissInterimReviewHandler,
  ],
  queryHandlers: [ListInterimReviewsHandler],
  views: [interimReviewList],
  tasks: [measureTasks],
  processes: [missInterimReview],
  routes: () => import('./measures.routes.js'),
  clauses: {
    'VIO-2': { monitors: [missInterimReview] },
  },
};
