import type { Day } from '../../platform/ground/clock.js';
import type { RefuseOf } from '../../platform/refusals/refuse.js';
import { latestEffect, type PolicyState } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

export const dateRefusals = policyRefusals('policy.adopted-ahead', 'policy.effective-before-adoption', 'policy.effective-dates-descend');

interface Dates {
  readonly adoptedOn: Day;
  readonly effectiveFrom: Day;
}

/**
 * Refuses an adoption in the future, an effect before the adoption, and an effect that is not later
 * than the last one.
 */
export function refuseDates(
  { adoptedOn, effectiveFrom }: Dates,
  state: PolicyState,
  { today, refuse }: { readonly today: Day; readonly refuse: RefuseOf<typeof dateRefusals> },
): void {
  if (adoptedOn > today) refuse('policy.adopted-ahead');
  if (effectiveFrom < adoptedOn) refuse('policy.effective-before-adoption', { adoptedOn, effectiveFrom });
  const latest = latestEffect(state);
  if (latest && effectiveFrom <= latest.effectiveFrom) refuse('policy.effective-dates-descend', { ...latest });
}
