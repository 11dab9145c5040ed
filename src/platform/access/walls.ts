import type { Position } from '../events/envelope.js';

/** Which streams today's walls hide from a person; the module that raises the walls provides it. */
export abstract class Walls {
  /**
   * Names (`kind-id`) of every stream that is hidden from the person now, whatever moment a query shows: from walls that stand at
   * `least` or later, so that nothing is shown before the wall that hides it.
   */
  abstract hiddenStreams(person: string, least: Position): Promise<ReadonlySet<string>>;
}

/** Whether a wall hides the event: its own stream's, or that of a case which its data names as `caseId` or, where two are linked, `other`. */
export const isBehindWalls = (event: { readonly stream: string; readonly data: unknown }, hidden: ReadonlySet<string>): boolean => {
  const { caseId, other } = (event.data ?? {}) as { caseId?: unknown; other?: unknown };
  return hidden.has(event.stream) || [caseId, other].some((id) => typeof id === 'string' && hidden.has(`case-${id}`));
};
