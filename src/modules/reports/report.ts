import { anyone, type Caller, office, role } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { Stream } from '../../platform/events/stream.js';
import { derivedId } from '../../platform/ground/ids.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import { dealing, type ReportAudience, reportShows } from './report.audiences.js';
import { type Channel, type Ground, reportEvents } from './report.events.js';

export { type Channel, channels, ReportAttached, ReporterIdentified, ReportReceived, reportEvents } from './report.events.js';

/**
 * What the city knows of the sender: one of its people, a name, only a way to write to them, or
 * nothing.
 */
export type Sender =
  | { readonly known: 'person'; readonly person: string; readonly contact: Sealed | null; readonly confidential: boolean }
  | { readonly known: 'name'; readonly name: Sealed | null; readonly contact: Sealed | null; readonly confidential: boolean }
  | { readonly known: 'not' };

export interface Message {
  readonly from: 'sender' | 'city';
  /** ISO 8601 */
  readonly at: string;
  readonly text: Sealed;
}
export interface ReporterDisclosure {
  readonly to: Sealed;
  readonly person: string | null;
  readonly reason: Sealed;
  readonly toldOn: string;
  /** ISO 8601 */
  readonly notBefore: string;
  readonly disclosed: boolean;
}
export interface CheckIn {
  /** ISO 8601 */
  readonly dueAt: string;
  /** Day on which it was done; null while it is not. */
  readonly on: string | null;
  readonly overdue: boolean;
}
interface Received {
  readonly accused: readonly string[];
  readonly channel: Channel;
  readonly receivedOn: string;
  readonly summary: Sealed;
  readonly sender: Sender;
  /** Person id of the reporter, if the reporter is one of the city's people. */
  readonly reporter: string | null;
  /** The id under which the holder of the follow-up code acts. */
  readonly codeHolder: string;
  /** The sender holds a follow-up code. */
  readonly followed: boolean;
  /** The case for which the report alleges retaliation; null if it alleges none. */
  readonly retaliationIn: string | null;
  /** Person ids of people who take no part in the report's case, apart from its reporter. */
  readonly keptOut: readonly string[];
  readonly acknowledgedOn: string | null;
  readonly messages: readonly Message[];
  readonly disclosures: ReadonlyMap<string, ReporterDisclosure>;
  readonly checkIns: ReadonlyMap<string, CheckIn>;
}
export type ReportState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'received' } & Received)
  | ({ readonly status: 'attached'; readonly caseId: string } & Received)
  | ({ readonly status: 'declined'; readonly caseId: string; readonly ground: Ground } & Received)
  | ({ readonly status: 'referred'; readonly caseId: string } & Received);
export type PresentReport = Exclude<ReportState, { status: 'absent' }>;

const received = (state: ReportState): PresentReport => {
  if (state.status === 'absent') throw new Error('a report starts with ReportReceived');
  return state;
};
const withCheckIn = (state: ReportState, id: string, change: Partial<CheckIn>): ReportState => {
  const report = received(state);
  const checkIn = report.checkIns.get(id);
  if (!checkIn) throw new Error(`no check-in ${id}`);
  return { ...report, checkIns: new Map(report.checkIns).set(id, { ...checkIn, ...change }) };
};
const said = (state: ReportState, message: Message): ReportState => ({
  ...received(state),
  messages: [...received(state).messages, message],
});

/**
 * The id under which the holder of a report's follow-up code acts. It reveals no more than the
 * report's id.
 */
export const codeHolderOf = (reportId: string): string => derivedId('code-holder', reportId);
/** The caller who has shown a report's follow-up code. */
export const codeHolder = (reportId: string): Caller => ({ person: codeHolderOf(reportId), offices: [{ office: 'Public' }] });

export const reports: Stream<ReportState, typeof reportEvents> = {
  name: 'report',
  initial: { status: 'absent' },
  events: reportEvents,
  evolve: {
    ReportReceived: (_, { data, stream }) => ({
      status: 'received',
      accused: data.accused,
      channel: data.channel,
      receivedOn: data.receivedOn,
      summary: data.summary,
      sender: { known: 'not' },
      reporter: null,
      codeHolder: codeHolderOf(streamParts(stream).id),
      followed: false,
      retaliationIn: null,
      keptOut: [],
      acknowledgedOn: null,
      messages: [],
      disclosures: new Map(),
      checkIns: new Map(),
    }),
    ReporterIdentified: (state, { data: { person, name, contact, confidential } }) => ({
      ...received(state),
      reporter: person,
      sender: person ? { known: 'person', person, contact, confidential } : { known: 'name', name, contact, confidential },
    }),
    FollowUpOffered: (state) => ({ ...received(state), followed: true }),
    RetaliationReported: (state, { data }) => ({ ...received(state), retaliationIn: data.caseId, keptOut: data.keptOut }),
    ReportAttached: (state, { data }) => ({ ...received(state), status: 'attached', caseId: data.caseId }),
    ReportMoved: (state, { data }) => ({ ...received(state), status: 'attached', caseId: data.caseId }),
    ReportAcknowledged: (state, { data }) => ({ ...received(state), acknowledgedOn: data.on }),
    ReportDeclined: (state, { data }) => ({ ...received(state), status: 'declined', caseId: data.caseId, ground: data.ground }),
    ReportReferred: (state, { data }) => ({ ...received(state), status: 'referred', caseId: data.caseId }),
    SenderWrote: (state, { data, recordedAt }) => said(state, { from: 'sender', at: recordedAt, text: data.text }),
    SenderWrittenTo: (state, { data, recordedAt }) => said(state, { from: 'city', at: recordedAt, text: data.text }),
    ReporterLookedUp: (state) => received(state),
    DisclosureAnnounced: (state, { data: { disclosureId, how: _, ...disclosure } }) => ({
      ...received(state),
      disclosures: new Map(received(state).disclosures).set(disclosureId, { ...disclosure, disclosed: false }),
    }),
    ReporterDisclosed: (state, { data: { disclosureId } }) => {
      const report = received(state);
      const disclosure = report.disclosures.get(disclosureId);
      if (!disclosure) throw new Error(`no disclosure ${disclosureId} was announced`);
      return { ...report, disclosures: new Map(report.disclosures).set(disclosureId, { ...disclosure, disclosed: true }) };
    },
    CheckInsOwed: (state) => received(state),
    CheckInScheduled: (state, { data }) => ({
      ...received(state),
      checkIns: new Map(received(state).checkIns).set(data.checkInId, { dueAt: data.dueAt, on: null, overdue: false }),
    }),
    CheckInRecorded: (state, { data }) => withCheckIn(state, data.checkInId, { on: data.on }),
    CheckInOverdue: (state, { data }) => withCheckIn(state, data.checkInId, { overdue: true }),
    CheckInsEnded: (state) => received(state),
  },
  hiddenFrom: (state, person) => state.status !== 'absent' && state.accused.includes(person),
  audiences: { of: (state, caller) => readersOf(state, caller), shows: reportShows },
};

/** Whether the sender can read a message in Casebook. A sender who gave only a name cannot. */
export const mayBeWrittenTo = ({ followed, reporter }: PresentReport): boolean => followed || reporter !== null;

/** The sender of a report, signed in as its reporter or with its follow-up code. */
export const sender = role('sender of the report', reports, (state, caller) => {
  if (state.status === 'absent') return undefined;
  if (state.followed && caller.person === state.codeHolder) return 'Public';
  return state.reporter === caller.person;
});

const officesOf = admittedTo<ReportState, ReportAudience>({ auditor: [office('Auditor')] });

/** Its case says who deals with a report, and all of those read the same. Nobody else gets this far. */
const readersOf = (state: ReportState, caller: Caller): readonly ReportAudience[] => {
  if (sender.admits(caller, state)) return ['sender'];
  return anyone.admits(caller, state) ? [...dealing, ...officesOf(state, caller)] : [];
};
