import { Boolean as Flag, String as Text } from 'typebox';
import type { Day } from '../../platform/clock.js';
import type { Stream } from '../../platform/commands/stream.js';
import { event } from '../../platform/events/event.js';
import { DayText } from '../../platform/events/shapes.js';

/** `onPaper`: given on paper on that day and entered by HR. */
export const PolicyAcknowledged = event('PolicyAcknowledged', 1, 'personnel', {
  version: Text({ minLength: 1, maxLength: 40 }),
  on: DayText(),
  onPaper: Flag(),
});

const events = { PolicyAcknowledged };

export interface Acknowledgement {
  readonly version: string;
  readonly on: Day;
  readonly onPaper: boolean;
}
export type AcknowledgementState =
  | { readonly status: 'absent' }
  | { readonly status: 'acknowledged'; readonly versions: readonly Acknowledgement[] };

/** What one person has acknowledged; its id is the person's. */
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
};

/** Whether the person had acknowledged the version by the end of the day. */
export const acknowledged = (state: AcknowledgementState, version: string, day: Day): boolean =>
  state.status === 'acknowledged' && state.versions.some((given) => given.version === version && given.on <= day);
