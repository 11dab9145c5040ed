import { Enum, Array as ListOf, Object as Shape, String as Text } from 'typebox';
import { role } from '../../platform/access/access.js';
import type { Day } from '../../platform/clock.js';
import type { Stream } from '../../platform/commands/stream.js';
import { event } from '../../platform/events/event.js';
import { derivedId } from '../../platform/ids.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { decidesFor } from './case.js';
import { Act, type Authority, AuthorityName, DayText, Id, Instant, OrNull, Rung, type Service, services } from './shapes.js';

/** The one proceeding of a subject within a case. */
export const proceedingId = (caseId: string, subject: string): string => derivedId('proceeding', caseId, subject);

const caseId = Id();
const PutAllegation = () => Shape({ allegationId: Id(), clause: Text(), policyVersion: Text() }, { additionalProperties: false });

/** One subject's due process within a case begins. */
export const ProceedingOpened = event('ProceedingOpened', 1, 'personnel', {
  caseId,
  subject: Id(),
  track: OrNull(Enum(tracks)),
  department: OrNull(Id()),
  openedOn: DayText(),
});
export const AllegationPut = event('AllegationPut', 1, 'personnel', { caseId, allegation: PutAllegation(), on: DayText() });
/** The case withdrew it. */
export const AllegationTakenBack = event('AllegationTakenBack', 1, 'personnel', { caseId, allegationId: Id(), on: DayText() });
/** What had ended without discipline goes on; the subject is told of the allegations anew, whose outcome was set aside. */
export const ProceedingReopened = event('ProceedingReopened', 1, 'personnel', { caseId, allegationIds: ListOf(Id()) });
/** The subject was told of these allegations and may answer until the end of `answerBy`. */
export const SubjectInformed = event('SubjectInformed', 1, 'personnel', {
  caseId,
  allegationIds: ListOf(Id(), { minItems: 1 }),
  service: Enum(services),
  on: DayText(),
  answerBy: DayText(),
});
export const SubjectAnswered = event('SubjectAnswered', 1, 'personnel', {
  caseId,
  kind: Enum(['writing', 'meeting', 'waiver']),
  on: DayText(),
  statement: OrNull(SealedText()),
});
/** By the determination, or by the subject's admission on the short path. `decides` is who decides on the discipline. */
export const AllegationsSustained = event('AllegationsSustained', 1, 'personnel', {
  caseId,
  allegationIds: ListOf(Id(), { minItems: 1 }),
  by: Enum(['determination', 'admission']),
  decides: AuthorityName(),
});
export const NothingSustained = event('NothingSustained', 1, 'personnel', { caseId });
/** `considers` are earlier proceedings whose discipline counts; `departure` says why the rung is not `nextRung`, the ladder's next. */
export const DisciplineProposed = event('DisciplineProposed', 1, 'personnel', {
  caseId,
  on: DayText(),
  rung: Rung(),
  track: Enum(tracks),
  ladderFrom: DayText(),
  nextRung: OrNull(Text()),
  considers: ListOf(Id()),
  reasons: SealedText(),
  departure: OrNull(SealedText()),
  act: OrNull(Act()),
});
export const LegalReviewRecorded = event('LegalReviewRecorded', 1, 'personnel', {
  caseId,
  opinion: Enum(['sufficient', 'insufficient']),
  note: SealedText(),
});
/** Written notice of the proposed rung with the evidence's summary; the subject may respond until `respondUntil`, the end of the day `respondBy`. */
export const NoticeServed = event('NoticeServed', 1, 'personnel', {
  caseId,
  rung: Rung(),
  considers: ListOf(Id()),
  evidence: SealedText(),
  service: Enum(services),
  on: DayText(),
  meetingOn: OrNull(DayText()),
  respondBy: DayText(),
  respondUntil: Instant(),
});
export const ResponseReceived = event('ResponseReceived', 1, 'personnel', {
  caseId,
  kind: Enum(['writing', 'meeting', 'waiver']),
  on: DayText(),
  statement: OrNull(SealedText()),
});
export const ResponseLapsed = event('ResponseLapsed', 1, 'personnel', { caseId, respondBy: DayText() });
/** `reducedFrom` names the heavier rung that had been proposed. `grievableUntil` is null where it is final at once. */
export const DisciplineImposed = event('DisciplineImposed', 1, 'personnel', {
  caseId,
  rung: Rung(),
  track: Enum(tracks),
  reducedFrom: OrNull(Text()),
  considers: ListOf(Id()),
  reasons: SealedText(),
  departure: OrNull(SealedText()),
  act: OrNull(Act()),
  effectiveOn: DayText(),
  grievableUntil: OrNull(Instant()),
  countsUntil: OrNull(DayText()),
});
export const NoActionTaken = event('NoActionTaken', 1, 'personnel', { caseId, reasons: SealedText(), act: OrNull(Act()) });
/** The time to grieve has run out. */
export const DisciplineBecameFinal = event('DisciplineBecameFinal', 1, 'personnel', { caseId, on: DayText() });

export const proceedingEvents = {
  ProceedingOpened,
  AllegationPut,
  AllegationTakenBack,
  ProceedingReopened,
  SubjectInformed,
  SubjectAnswered,
  AllegationsSustained,
  NothingSustained,
  DisciplineProposed,
  LegalReviewRecorded,
  NoticeServed,
  ResponseReceived,
  ResponseLapsed,
  DisciplineImposed,
  NoActionTaken,
  DisciplineBecameFinal,
};

export interface PutAllegation {
  readonly allegationId: string;
  readonly clause: string;
  readonly policyVersion: string;
}
interface Subject {
  readonly caseId: string;
  readonly subject: string;
  readonly openedOn: Day;
  /** On the day the proceeding opened; each step looks up its own day's. */
  readonly track: Track | null;
  readonly department: string | null;
  readonly allegations: readonly (PutAllegation & { readonly putOn: Day })[];
  /** Allegations the subject was told of, each with the last day to answer it. */
  readonly informed: ReadonlyMap<string, string>;
  /** The subject answered, or waived answering, after the last time they were told of anything. */
  readonly answered: boolean;
  /** The day on which the subject was last told of anything; null before. */
  readonly toldOn: Day | null;
}
export interface Proposal {
  readonly on: Day;
  readonly rung: Rung;
  readonly considers: readonly string[];
  readonly departure: Sealed | null;
  readonly reviewed: 'sufficient' | 'insufficient' | null;
}
interface Sustained {
  readonly sustained: readonly string[];
  /** Who decides on the discipline, as the case stood when something was sustained. */
  readonly decides: Authority;
}
interface Noticed {
  readonly notice: {
    readonly rung: Rung;
    readonly considers: readonly string[];
    readonly service: Service;
    readonly on: Day;
    readonly respondBy: Day;
    readonly respondUntil: string;
  };
}
export interface Discipline {
  readonly rung: Rung;
  readonly imposedOn: Day;
  readonly decidedBy: string;
  readonly grievableUntil: string | null;
  /** Last day on which it counts as earlier discipline; null for good. */
  readonly countsUntil: Day | null;
}
export type ProceedingState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'named' | 'informed' | 'not-sustained' } & Subject)
  | ({ readonly status: 'sustained' } & Subject & Sustained)
  | ({ readonly status: 'no-action' } & Subject & Sustained)
  | ({ readonly status: 'proposed' } & Subject & Sustained & { readonly proposal: Proposal })
  | ({ readonly status: 'noticed' | 'responded' | 'waived' | 'lapsed' } & Subject & Sustained & { readonly proposal: Proposal } & Noticed)
  | ({ readonly status: 'imposed' | 'final' } & Subject & Sustained & { readonly discipline: Discipline });
export type PresentProceeding = Exclude<ProceedingState, { status: 'absent' }>;

const present = (state: ProceedingState): PresentProceeding => {
  if (state.status === 'absent') throw new Error('a proceeding starts with ProceedingOpened');
  return state;
};
const subjectOf = (state: ProceedingState): Subject => {
  const { caseId, subject, openedOn, track, department, allegations, informed, answered, toldOn } = present(state);
  return { caseId, subject, openedOn, track, department, allegations, informed, answered, toldOn };
};
const sustainedOf = (state: ProceedingState): Subject & Sustained => {
  if (!('sustained' in state)) throw new Error('nothing was sustained');
  return { ...subjectOf(state), sustained: state.sustained, decides: state.decides };
};
const proposedOf = (state: ProceedingState): Subject & Sustained & { proposal: Proposal } => {
  if (!('proposal' in state)) throw new Error('nothing was proposed');
  return { ...sustainedOf(state), proposal: state.proposal };
};
const noticedOf = (state: ProceedingState): Subject & Sustained & { proposal: Proposal } & Noticed => {
  if (!('notice' in state)) throw new Error('no notice was served');
  return { ...proposedOf(state), notice: state.notice };
};

export const proceedings: Stream<ProceedingState, typeof proceedingEvents> = {
  name: 'proceeding',
  initial: { status: 'absent' },
  events: proceedingEvents,
  evolve: {
    ProceedingOpened: (_, { data: { caseId, subject, track, department, openedOn } }) => ({
      status: 'named',
      caseId,
      subject,
      openedOn,
      track,
      department,
      allegations: [],
      informed: new Map(),
      answered: false,
      toldOn: null,
    }),
    AllegationPut: (state, { data: { allegation, on } }) => ({
      ...present(state),
      allegations: [...present(state).allegations, { ...allegation, putOn: on }],
    }),
    AllegationTakenBack: (state, { data: { allegationId } }) => {
      const informed = new Map(present(state).informed);
      informed.delete(allegationId);
      return { ...present(state), allegations: present(state).allegations.filter((put) => put.allegationId !== allegationId), informed };
    },
    ProceedingReopened: (state, { data }) => {
      const informed = new Map(present(state).informed);
      for (const id of data.allegationIds) informed.delete(id);
      return { ...subjectOf(state), status: informed.size > 0 ? 'informed' : 'named', informed };
    },
    SubjectInformed: (state, { data }) => {
      const informed = new Map(present(state).informed);
      for (const id of data.allegationIds) informed.set(id, data.answerBy);
      return { ...subjectOf(state), status: 'informed', informed, answered: false, toldOn: data.on };
    },
    SubjectAnswered: (state) => ({ ...present(state), answered: true }),
    AllegationsSustained: (state, { data }) => ({
      ...subjectOf(state),
      status: 'sustained',
      sustained: data.allegationIds,
      decides: data.decides,
    }),
    NothingSustained: (state) => ({ ...subjectOf(state), status: 'not-sustained' }),
    DisciplineProposed: (state, { data: { on, rung, considers, departure } }) => ({
      ...sustainedOf(state),
      status: 'proposed',
      proposal: { on, rung, considers, departure, reviewed: null },
    }),
    LegalReviewRecorded: (state, { data }) => {
      const current = proposedOf(state);
      return {
        ...current,
        ...('notice' in state ? { notice: state.notice } : {}),
        status: state.status,
        proposal: { ...current.proposal, reviewed: data.opinion },
      } as ProceedingState;
    },
    NoticeServed: (state, { data: { rung, considers, service, on, respondBy, respondUntil } }) => ({
      ...proposedOf(state),
      status: 'noticed',
      notice: { rung, considers, service, on, respondBy, respondUntil },
    }),
    ResponseReceived: (state, { data }) => ({ ...noticedOf(state), status: data.kind === 'waiver' ? 'waived' : 'responded' }),
    ResponseLapsed: (state) => ({ ...noticedOf(state), status: 'lapsed' }),
    DisciplineImposed: (state, { data: { rung, effectiveOn, grievableUntil, countsUntil }, actor }) => ({
      ...sustainedOf(state),
      status: grievableUntil === null ? 'final' : 'imposed',
      discipline: { rung, imposedOn: effectiveOn, decidedBy: actor.person, grievableUntil, countsUntil },
    }),
    NoActionTaken: (state) => ({ ...sustainedOf(state), status: 'no-action' }),
    DisciplineBecameFinal: (state) => ({ ...present(state), status: 'final' }) as ProceedingState,
  },
  // Until due process shows it to them, it does not exist for its subject: for good where it ended before they were told.
  hiddenFrom: (state, person) => state.status !== 'absent' && state.subject === person && !told(state),
  // A proposal or its legal review becomes known with the notice.
  silentTo: (state, person) => state.status !== 'absent' && state.subject === person,
};

/** Whether due process has shown the subject anything of it. */
const told = (state: PresentProceeding): boolean => state.toldOn !== null || 'sustained' in state;

/** Whether the subject was told of the allegation and has answered, waived answering, or let the time for it pass. */
export const heard = (state: ProceedingState, allegationId: string, today: Day): boolean => {
  if (state.status === 'absent') return false;
  const answerBy = state.informed.get(allegationId);
  return answerBy !== undefined && (state.answered || answerBy < today);
};

/** Nothing more will happen in it: a case may be closed once this holds for each of its proceedings. */
export const isOver = (state: ProceedingState): boolean => ['not-sustained', 'no-action', 'final'].includes(state.status);

/** Whose due process this is, once they were told. */
export const subject = role(
  'subject, once informed',
  proceedings,
  (state, caller) => state.status !== 'absent' && state.subject === caller.person && told(state),
);

/** Who decides on the discipline, once something is sustained. */
export const disciplines = role('deciding authority, once sustained', proceedings, (state, caller) =>
  'sustained' in state ? decidesFor(state.decides, caller) : undefined,
);

/** The director of the subject's department, once something is sustained. */
export const directorOf = role('director of the subject, once sustained', proceedings, (state, caller) =>
  'sustained' in state &&
  state.department !== null &&
  caller.person !== state.subject &&
  caller.offices.some((held) => held.office === 'Director' && held.department === state.department)
    ? 'Director'
    : undefined,
);
