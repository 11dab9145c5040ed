import { streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import type { QueryReads } from '../../platform/queries/query-handler.js';
import { cases } from '../cases/cases.public.js';
import { proceedings } from '../proceedings/proceedings.public.js';

type Reading = Pick<QueryReads, 'caller' | 'current' | 'hiddenStreams'>;

/**
 * Ids of earlier discipline, without that of others in a case which a wall hides from the reader: an id alone would tell them that there is something.
 * Their own stays, for they were told of it.
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

/** An event that counts earlier discipline, as far as the reader may know of it; every other as it is. */
export async function withEarlierShown<E extends StoredEvent>(event: E, reads: Reading): Promise<E> {
  const { considers } = event.data as { considers?: readonly string[] };
  if (!considers?.length) return event;
  return { ...event, data: { ...(event.data as object), considers: await earlierShown(considers, reads) } };
}
