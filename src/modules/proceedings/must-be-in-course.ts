import type { RefuseOf } from '../../platform/refusals/refuse.js';
import type { CurrentProceeding, PresentProceeding } from './proceeding.js';
import { proceedingRefusals } from './proceeding.refusals.js';

/** The refusals that `mustBeInCourse` can give. */
export const setAside = proceedingRefusals('proceeding.set-aside');

/**
 * Refuses every act in a proceeding that is held, settled or expunged, or whose subject left, until
 * it is resumed.
 */
export const mustBeInCourse = (state: PresentProceeding, refuse: RefuseOf<typeof setAside>): CurrentProceeding =>
  'before' in state ? refuse('proceeding.set-aside', { status: state.status }) : state;
