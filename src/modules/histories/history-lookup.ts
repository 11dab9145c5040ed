import { Enum } from 'typebox';
import { event } from '../../platform/events/event.js';
import { OrNull } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import { SealedText } from '../../platform/sealing/sealed.js';

/** What a disciplinary history may be looked up for. */
export const purposes = ['discipline-decision', 'promotion-review', 'records-request', 'grievance', 'audit', 'own-record'] as const;
export type Purpose = (typeof purposes)[number];

/** Someone looked up a person's disciplinary history; who and in which office is the event's actor. */
export const HistoryLookedUp = event('HistoryLookedUp', 1, 'personnel', { purpose: Enum([...purposes]), note: OrNull(SealedText()) });

const events = { HistoryLookedUp };

export type HistoryLookupState = { readonly status: 'absent' } | { readonly status: 'looked-up'; readonly times: number };

/** The looks at one person's history; its id is the person's. */
export const historyLookups: Stream<HistoryLookupState, typeof events> = {
  name: 'lookup',
  initial: { status: 'absent' },
  events,
  evolve: {
    HistoryLookedUp: (state) => ({ status: 'looked-up', times: (state.status === 'absent' ? 0 : state.times) + 1 }),
  },
};
