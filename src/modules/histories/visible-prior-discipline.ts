import { streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import type { QueryReads } from '../../platform/queries/query-handler.js';
import { cases } from '../cases/cases.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';

type Reading = Pick<QueryReads, 'caller' | 'current' | 'hiddenStreams'>;

/**
 * Ids of earlier discipline, without other people's in a case that a wall hides from the reader:
 * the id alone would reveal the case. The reader's own ids remain, because the reader was informed
 * of them.
 */
export async function earlierShown(ids: readonly string[], reads: Reading): Promise<string[]> {
  const shown: string[] = [];
  for (const id of ids) {
    const state = await reads.current.state(proceedings, id);
    const hides =
      state.status !== 'absent' &&
      state.subject !== reads.caller.person &&
      (await reads.hiddenStreams()).has(streamName(cases.name, state.caseId));
    if (!hides) shown.push(id);
  }
  return shown;
}

/**
 * The event without the earlier discipline that the reader may not know of. Events that count no
 * earlier discipline are returned unchanged.
 */
export async function withEarlierShown<E extends StoredEvent>(event: E, reads: Reading): Promise<E> {
  const { considers } = event.data as { considers?: readonly string[] };
  if (!considers?.length) return event;
  return { ...event, data: { ...(event.data as object), considers: await earlierShown(considers, reads) } };
}
