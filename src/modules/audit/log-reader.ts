import { dataFor, readersOfLog, readsAny, readsEvent } from '../../platform/access/audiences.js';
import type { LoggedEvent } from '../../platform/queries/query-handler.js';

/** What an event shows to the reader of the log, by the table of audiences. */
export interface ShownParts {
  /** Null where nothing of it is shown. Values that are not for the reader read `[withheld]`. */
  readonly data: object | null;
  readonly withholdsData: boolean;
  readonly withholdsActor: boolean;
}

/** Undefined where the reader of the log may not know of the event. */
export function shownInLog({ event, stream }: LoggedEvent): ShownParts | undefined {
  // The reader learns of an event that no code understands, so that nothing goes missing in silence.
  if (!stream) return { data: null, withholdsData: true, withholdsActor: true };
  const { type, data } = event;
  if (!readsEvent(stream, type, readersOfLog)) return undefined;
  const shown = readsAny(stream, type, readersOfLog) ? dataFor(stream, event, readersOfLog, '[withheld]') : null;
  return {
    data: shown,
    withholdsData: JSON.stringify(shown) !== JSON.stringify(data),
    withholdsActor: stream.events[type]?.options.hidesActor === true,
  };
}
