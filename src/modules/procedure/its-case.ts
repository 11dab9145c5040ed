import { streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';

/** Name of the stream of the case that something names as `caseId`. */
export const itsCase = ({ caseId }: { readonly caseId: string }): string => streamName('case', caseId);

/** The case that the event's data names as `caseId`: what streams about a case declare as `about`. */
export function aboutItsCase({ data }: Pick<StoredEvent, 'data'>): readonly string[] {
  const { caseId } = (data ?? {}) as { caseId?: unknown };
  return typeof caseId === 'string' ? [itsCase({ caseId })] : [];
}
