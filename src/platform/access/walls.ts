import type { Position } from '../events/envelope.js';

/**
 * The streams that today's walls hide from a person. The module that raises the walls provides it.
 */
export abstract class Walls {
  /**
   * Names (`kind-id`) of all streams that are hidden from the person now, whatever moment a query
   * shows. The walls are read at position `least` or later, so that nothing is shown before the
   * wall that hides it.
   */
  abstract hiddenStreams(person: string, least: Position): Promise<ReadonlySet<string>>;
}

/**
 * Whether a wall hides the event: the wall of its own stream, or of a case that its data names as
 * `caseId` or, where two cases are linked, `other`.
 */
export const isBehindWalls = (event: { readonly stream: string; readonly data: unknown }, hidden: ReadonlySet<string>): boolean => {
  const { caseId, other } = (event.data ?? {}) as { caseId?: unknown; other?: unknown };
  return hidden.has(event.stream) || [caseId, other].some((id) => typeof id === 'string' && hidden.has(`case-${id}`));
};
