import type { Refuse } from '../../platform/refusals/refuse.js';
import type { Rung } from './vocabulary.js';

/**
 * The weight of a rung on this ladder. If the ladder no longer has the rung, it is the weight with
 * which the rung was recorded.
 */
export const weightOn = (rungs: readonly Rung[], rung: Rung): number => (rungs.find(({ id }) => id === rung.id) ?? rung).order;

/** The heaviest rung; undefined for an empty list. */
const heaviest = (rungs: readonly Rung[]): Rung | undefined =>
  rungs.reduce<Rung | undefined>((best, rung) => (best && best.order >= rung.order ? best : rung), undefined);

/** The lightest rung that is heavier than `weight`. */
const above = (rungs: readonly Rung[], weight: number): Rung | undefined =>
  rungs.reduce<Rung | undefined>((best, rung) => (rung.order <= weight || (best && best.order <= rung.order) ? best : rung), undefined);

/**
 * The next rung of the ladder: the one right above the heaviest earlier discipline that counts.
 * Without such discipline it is the lowest rung. For a subject who had reached the top it is the
 * top again. Coaching is no discipline and never next; undefined where the ladder has nothing else.
 */
export function nextRung(rungs: readonly Rung[], earlier: readonly Rung[]): Rung | undefined {
  const steps = rungs.filter(({ discipline }) => discipline);
  const reached = Math.max(Number.NEGATIVE_INFINITY, ...earlier.map((rung) => weightOn(rungs, rung)));
  return above(steps, reached) ?? heaviest(steps);
}

/**
 * Whether a rung departs from the ladder, upwards or downwards. Coaching for a subject without
 * earlier discipline does not.
 */
export const departs = (rung: Rung, next: Rung | undefined, earlier: readonly Rung[]): boolean =>
  rung.id !== next?.id && (rung.discipline || earlier.length > 0);

/** Whether a rung weighs less on this ladder than the imposed one. */
export const isLighter = (rungs: readonly Rung[], rung: Rung, imposed: Rung): boolean => weightOn(rungs, rung) < weightOn(rungs, imposed);

/** The rung of a ladder by id, if it is lighter than the imposed one; otherwise a refusal. */
export function lighterRung(
  rungs: readonly Rung[],
  id: string,
  imposed: Rung,
  refuse: Refuse<'proceeding.no-such-rung' | 'proceeding.not-lighter'>,
): Rung {
  const rung = rungs.find((one) => one.id === id) ?? refuse('proceeding.no-such-rung');
  return isLighter(rungs, rung, imposed) ? rung : refuse('proceeding.not-lighter');
}
