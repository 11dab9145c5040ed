import { Array as ListOf, Enum, Object as Shape, String as Text } from 'typebox';
import { role } from '../../platform/access/access.js';
import type { Day } from '../../platform/clock.js';
import { refusals } from '../../platform/commands/refuse.js';
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
  caseId, subject: Id(), track: OrNull(Enum(tracks)), department: OrNull(Id()), openedOn: DayText(),
});
export const AllegationPut = event('AllegationPut', 1, 'personnel', { caseId, allegation: PutAllegation(), on: DayText() });
/** The subject was told of these allegations and may answer until the end of `answerBy`. */
export const SubjectInformed = event('SubjectInformed', 1, 'personnel', { caseId, allegationIds: ListOf(Id(), { minItems: 1 }), service: Enum(services), on: DayText(), answerBy: DayText() });
export const SubjectAnswered = event('SubjectAnswered', 1, 'personnel', { caseId, kind: Enum(['writing', 'meeting', 'waiver']), on: DayText(), statement: OrNull(SealedText()) });
/** By the determination, or by the subject's admission on the short path. `decides` is who decides on the discipline. */
export const AllegationsSustained = event('AllegationsSustained', 1, 'personnel', {
  caseId, allegationIds: ListOf(Id(), { minItems: 1 }), by: Enum(['determination', 'admission']), decides: AuthorityName(),
});
export const NothingSustained = event('NothingSustained', 1, 'personnel', { caseId });
/** `considers` are earlier proceedings whose discipline counts; `departure` says why the rung is not `nextRung`, the ladder's next. */
export const DisciplineProposed = event('DisciplineProposed', 1, 'personnel', {
  caseId, on: DayText(), rung: Rung(), track: Enum(tracks), ladderFrom: DayText(), nextRung: OrNull(Text()), considers: ListOf(Id()), reasons: SealedText(),
  departure: OrNull(SealedText()), act: OrNull(Act()),
});
export const LegalReviewRecorded = event('LegalReviewRecorded', 1, 'personnel', { caseId, opinion: Enum(['sufficient', 'insufficient']), note: SealedText() });
/** Written notice of the proposed rung with the evidence's summary; the subject may respond until `respondUntil`, the end of the day `respondBy`. */
export const NoticeServed = event('NoticeServed', 1, 'personnel', {
  caseId, rung: Rung(), considers: ListOf(Id()), evidence: SealedText(), service: Enum(services), on: DayText(), meetingOn: OrNull(DayText()), respondBy: DayText(), respondUntil: Instant(),
});
export const ResponseReceived = event('ResponseReceived', 1, 'personnel', { caseId, kind: Enum(['writing', 'meeting', 'waiver']), on: DayText(), statement: OrNull(SealedText()) });
export const ResponseLapsed = event('ResponseLapsed', 1, 'personnel', { caseId, respondBy: DayText() });
/** `reducedFrom` names the heavier rung that had been proposed. `grievableUntil` is null where it is final at once. */
export const DisciplineImposed = event('DisciplineImposed', 1, 'personnel', {
  caseId, rung: Rung(), track: Enum(tracks), reducedFrom: OrNull(Text()), considers: ListOf(Id()), reasons: SealedText(), departure: OrNull(SealedText()), act: OrNull(Act()),
  effectiveOn: DayText(), grievableUntil: OrNull(Instant()), countsUntil: OrNull(DayText()),
});
export const NoActionTaken = event('NoActionTaken', 1, 'personnel', { caseId, reasons: SealedText(), act: OrNull(Act()) });
/** The time to grieve has run out. */
export const DisciplineBecameFinal = event('DisciplineBecameFinal', 1, 'personnel', { caseId, on: DayText() });

export const proceedingEvents = {
  ProceedingOpened, AllegationPut, SubjectInformed, SubjectAnswered, AllegationsSustained, NothingSustained, DisciplineProposed, LegalReviewRecorded,
  NoticeServed, ResponseReceived, ResponseLapsed, DisciplineImposed, NoActionTaken, DisciplineBecameFinal,
};

export interface PutAllegation { readonly allegationId: string; readonly clause: string; readonly policyVersion: string }
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
      status: 'named', caseId, subject, openedOn, track, department, allegations: [], informed: new Map(), answered: false, toldOn: null,
    }),
    AllegationPut: (state, { data: { allegation, on } }) => ({ ...present(state), allegations: [...present(state).allegations, { ...allegation, putOn: on }] }),
    SubjectInformed: (state, { data }) => {
      const informed = new Map(present(state).informed);
      for (const id of data.allegationIds) informed.set(id, data.answerBy);
      return { ...subjectOf(state), status: 'informed', informed, answered: false, toldOn: data.on };
    },
    SubjectAnswered: (state) => ({ ...present(state), answered: true }),
    AllegationsSustained: (state, { data }) => ({ ...subjectOf(state), status: 'sustained', sustained: data.allegationIds, decides: data.decides }),
    NothingSustained: (state) => ({ ...subjectOf(state), status: 'not-sustained' }),
    DisciplineProposed: (state, { data: { on, rung, considers, departure } }) => ({
      ...sustainedOf(state), status: 'proposed', proposal: { on, rung, considers, departure, reviewed: null },
    }),
    LegalReviewRecorded: (state, { data }) => {
      const current = proposedOf(state);
      return { ...current, ...('notice' in state ? { notice: state.notice } : {}), status: state.status, proposal: { ...current.proposal, reviewed: data.opinion } } as ProceedingState;
    },
    NoticeServed: (state, { data: { rung, considers, service, on, respondBy, respondUntil } }) => ({
      ...proposedOf(state), status: 'noticed', notice: { rung, considers, service, on, respondBy, respondUntil },
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
};

/** Whether due process has shown the subject anything of it. */
const told = (state: PresentProceeding): boolean => state.informed.size > 0 || 'sustained' in state;

/** Whether the subject was told of the allegation and has answered, waived answering, or let the time for it pass. */
export const heard = (state: ProceedingState, allegationId: string, today: Day): boolean => {
  if (state.status === 'absent') return false;
  const answerBy = state.informed.get(allegationId);
  return answerBy !== undefined && (state.answered || answerBy < today);
};

/** Nothing more will happen in it: a case may be closed once this holds for each of its proceedings. */
export const isOver = (state: ProceedingState): boolean => ['not-sustained', 'no-action', 'final'].includes(state.status);

/** Whose due process this is, once they were told. */
export const subject = role('subject, once informed', proceedings, (state, caller) => state.status !== 'absent' && state.subject === caller.person && told(state));

/** Who decides on the discipline, once something is sustained. */
export const disciplines = role('deciding authority, once sustained', proceedings, (state, caller) =>
  'sustained' in state ? decidesFor(state.decides, caller) : undefined,
);

/** The director of the subject's department, once something is sustained. */
export const directorOf = role('director of the subject, once sustained', proceedings, (state, caller) =>
  'sustained' in state && state.department !== null && caller.person !== state.subject &&
  caller.offices.some((held) => held.office === 'Director' && held.department === state.department) ? 'Director' : undefined,
);

export const proceedingRefusals = refusals({
  'proceeding.nothing-to-tell': { status: 409, says: 'The subject was told of every allegation already.' },
  'proceeding.over': { status: 409, says: 'This proceeding is past that step.' },
  'proceeding.allegation-put': { status: 409, says: 'This allegation was put in the proceeding already.' },
  'proceeding.allegation-missing': { status: 409, says: 'An allegation of the determination was not put in this proceeding.' },
  'proceeding.nothing-to-answer': { status: 409, says: 'There is nothing to answer now: nobody was told of an allegation, no notice was served, or it was answered.' },
  'proceeding.statement-missing': { status: 422, says: 'An answer in writing or at a meeting has a statement.' },
  'proceeding.statement-misplaced': { status: 422, says: 'A waiver has no statement.' },
  'proceeding.response-late': { status: 409, says: 'The time to respond has run out.' },
  'proceeding.outcome-stands': { status: 409, says: 'The outcome of this proceeding stands.' },
  'proceeding.no-ladder': { status: 409, cites: 'VIO-3', says: 'No ladder is in force for this person’s employment track.' },
  'proceeding.no-such-rung': { status: 422, cites: 'VIO-3', says: 'The ladder in force has no such rung.' },
  'proceeding.not-your-rung': { status: 403, cites: 'VIO-3', says: 'Another office imposes this rung, replaces this proposal, or decides to take no action.' },
  'proceeding.departure-unexplained': { status: 422, cites: 'VIO-3', says: 'This is not the next rung of the ladder; say why.' },
  'proceeding.departure-needless': { status: 422, cites: 'VIO-3', says: 'This is the next rung of the ladder, or coaching: there is no departure to explain.' },
  'proceeding.earlier-not-countable': { status: 422, cites: 'VIO-3', says: 'Earlier discipline counts only if it is this person’s, final, unexpired and not reversed.' },
  'proceeding.earlier-not-noticed': { status: 422, cites: 'VIO-3', says: 'Earlier discipline counts only if the notice named it.' },
  'proceeding.no-proposal': { status: 409, cites: 'VIO-3', says: 'A discipline must be proposed first.' },
  'proceeding.review-needless': { status: 409, says: 'There is nothing to review now.' },
  'proceeding.notice-needless': { status: 409, cites: 'VIO-3', says: 'The proposed rung needs no notice; decide on it.' },
  'proceeding.legal-review-missing': { status: 409, cites: 'VIO-3', says: 'This rung needs a legal review that finds it sufficient.' },
  'proceeding.notice-missing': { status: 409, cites: 'VIO-3', says: 'This rung needs a written notice, and a response, its waiver or its lapse.' },
  'proceeding.response-pending': { status: 409, cites: 'VIO-3', says: 'The subject may still respond.' },
  'proceeding.heavier-than-proposed': { status: 409, cites: 'VIO-3', says: 'This is heavier than what was proposed; propose it, and serve a notice of it where the ladder asks for one.' },
  'proceeding.rung-missing': { status: 422, says: 'Nothing was proposed: name the rung to impose.' },
  'proceeding.rung-misplaced': { status: 422, says: 'A rung, earlier discipline, a departure and a day to take effect go with imposing discipline, not with taking no action.' },
  'proceeding.decided': { status: 409, says: 'The discipline was decided meanwhile.' },
  'proceeding.act-missing': { status: 422, says: 'Council decides here: name its meeting and motion.' },
  'proceeding.act-misplaced': { status: 422, says: 'An act with meeting and motion is Council’s; Council does not decide here.' },
  'proceeding.day-in-future': { status: 422, says: 'This day has not come.' },
  'proceeding.day-too-early': { status: 422, says: 'This day lies before the step that comes first.' },
  'proceeding.window-too-short': { status: 422, cites: 'VIO-3', says: 'The subject needs more days than that to respond.' },
  'proceeding.meeting-misplaced': { status: 422, cites: 'VIO-3', says: 'The response meeting is held from the day of service to the last day to respond.' },
  'proceeding.not-lapsed': { status: 409, says: 'The time has not run out.' },
});
