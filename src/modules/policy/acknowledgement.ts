import { Enum, String as Text } from 'typebox';
import { anyone, office } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { event } from '../../platform/events/event.js';
import { DayText } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';

/** How it was given: by the signed-in person, or on paper and entered by HR. */
export const manners = ['signed-in', 'on-paper'] as const;
export type Manner = (typeof manners)[number];

/**
 * `on` is the day on which it was given. Schema 1 had a boolean `onPaper`, which left no room for a
 * third manner.
 */
export const PolicyAcknowledged = event(
  'PolicyAcknowledged',
  2,
  'personnel',
  { version: Text({ minLength: 1, maxLength: 40 }), on: DayText(), manner: Enum([...manners]) },
  {
    upcast: {
      1: ({ onPaper, ...given }: { version: string; on: Day; onPaper: boolean }) => ({
        ...given,
        manner: onPaper ? 'on-paper' : 'signed-in',
      }),
    },
  },
);

const events = { PolicyAcknowledged };

export interface Acknowledgement {
  readonly version: string;
  readonly on: Day;
  readonly manner: Manner;
}
export type AcknowledgementState =
  | { readonly status: 'absent' }
  | { readonly status: 'acknowledged'; readonly versions: readonly Acknowledgement[] };

/** All acknowledgements of one person; the stream's id is the person's. */
export const acknowledgements: Stream<AcknowledgementState, typeof events> = {
  name: 'acknowledgement',
  initial: { status: 'absent' },
  events,
  evolve: {
    PolicyAcknowledged: (state, { data }) => ({
      status: 'acknowledged',
      versions: [...(state.status === 'absent' ? [] : state.versions), data],
    }),
  },
  audiences: {
    of: admittedTo<AcknowledgementState, 'themself' | 'hr' | 'auditor'>({
      // Nobody but HR acts on another person's.
      themself: [anyone],
      hr: [office('HR')],
      auditor: [office('Auditor')],
    }),
    // A determination says of its subject that they had acknowledged the version.
    shows: { PolicyAcknowledged: { '*': ['themself', 'hr', 'auditor'] } },
  },
};

/** Whether the person had acknowledged the version by the end of the day. */
export const acknowledged = (state: AcknowledgementState, version: string, day: Day): boolean =>
  state.status === 'acknowledged' && state.versions.some((given) => given.version === version && given.on <= day);
