import { Enum } from 'typebox';
import { office } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { event } from '../../platform/events/event.js';
import { OrNull } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import { SealedText } from '../../platform/sealing/sealed.js';

/** Purposes of a history look-up. */
export const purposes = ['discipline-decision', 'promotion-review', 'records-request', 'grievance', 'audit', 'own-record'] as const;
export type Purpose = (typeof purposes)[number];

/** The event's actor looked up a person's disciplinary history, in the actor's office. */
export const HistoryLookedUp = event('HistoryLookedUp', 1, 'personnel', { purpose: Enum([...purposes]), note: OrNull(SealedText()) });

const events = { HistoryLookedUp };

export type HistoryLookupState = { readonly status: 'absent' } | { readonly status: 'looked-up'; readonly times: number };

/** The look-ups of one person's history; the stream's id is the person's. */
export const historyLookups: Stream<HistoryLookupState, typeof events> = {
  name: 'lookup',
  initial: { status: 'absent' },
  events,
  evolve: {
    HistoryLookedUp: (state) => ({ status: 'looked-up', times: (state.status === 'absent' ? 0 : state.times) + 1 }),
  },
  audiences: {
    of: admittedTo<HistoryLookupState, 'hr' | 'auditor'>({ hr: [office('HR')], auditor: [office('Auditor')] }),
    shows: { HistoryLookedUp: { '*': ['hr', 'auditor'] } },
  },
};
