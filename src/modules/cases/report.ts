import { Enum, Boolean as Flag, Array as ListOf } from 'typebox';
import { refusals } from '../../platform/commands/refuse.js';
import type { Stream } from '../../platform/commands/stream.js';
import { event } from '../../platform/events/event.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { DayText, Id, OrNull } from './shapes.js';

export const channels = ['web', 'telephone', 'walk-in', 'e-mail', 'letter'] as const;
export type Channel = (typeof channels)[number];

/** What came in. Who sent it is another event, for other eyes. */
export const ReportReceived = event(
  'ReportReceived',
  1,
  'personnel',
  { channel: Enum(channels), receivedOn: DayText(), summary: SealedText(), accused: ListOf(Id()) },
  { hidesActor: true },
);
/** Who sent it: a person of the city, or someone known by name alone. */
export const ReporterIdentified = event(
  'ReporterIdentified',
  1,
  'restricted',
  { person: OrNull(Id()), name: OrNull(SealedText()), contact: OrNull(SealedText()), confidential: Flag() },
  { hidesActor: true },
);
export const ReportAttached = event('ReportAttached', 1, 'personnel', { caseId: Id() });

const events = { ReportReceived, ReporterIdentified, ReportAttached };

interface Received {
  readonly accused: readonly string[];
  readonly channel: Channel;
  readonly receivedOn: string;
  readonly summary: Sealed;
  /** Person id of the reporter, where the reporter is one of the city's people. */
  readonly reporter: string | null;
}
export type ReportState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'received' } & Received)
  | ({ readonly status: 'attached'; readonly caseId: string } & Received);

const received = (state: ReportState): Exclude<ReportState, { status: 'absent' }> => {
  if (state.status === 'absent') throw new Error('a report starts with ReportReceived');
  return state;
};

export const reports: Stream<ReportState, typeof events> = {
  name: 'report',
  initial: { status: 'absent' },
  events,
  evolve: {
    ReportReceived: (_, { data }) => ({
      status: 'received',
      accused: data.accused,
      channel: data.channel,
      receivedOn: data.receivedOn,
      summary: data.summary,
      reporter: null,
    }),
    ReporterIdentified: (state, { data }) => ({ ...received(state), reporter: data.person }),
    ReportAttached: (state, { data }) => ({ ...received(state), status: 'attached', caseId: data.caseId }),
  },
  hiddenFrom: (state, person) => state.status !== 'absent' && state.accused.includes(person),
};

export const reportRefusals = refusals({
  'report.attached-already': { status: 409, says: 'This report belongs to a case already.' },
  'report.unknown-person': { status: 422, says: 'A person named in the report is not in the directory.' },
  'report.reporter-misplaced': {
    status: 422,
    says: 'A report of your own names no other reporter; one entered for another names that person or nobody.',
  },
  'report.reporter-unnamed': { status: 422, says: 'Name the person who reported, or enter the report as from an unknown sender.' },
  'report.relay-not-yours': { status: 403, cites: 'VIO-1', says: 'Only those who take in reports enter one for another.' },
});
