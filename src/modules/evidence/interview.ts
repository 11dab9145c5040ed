import { Enum } from 'typebox';
import { event } from '../../platform/events/event.js';
import type { Shows, Stream } from '../../platform/events/stream.js';
import { refusals } from '../../platform/refusals/refuse.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { DayText, Id, OrNull } from '../procedure/procedure.public.js';
import { among, hears } from './evidence.audiences.js';
import { recordOfCase } from './evidence.js';

export const interviewees = ['subject', 'witness', 'reporter', 'other'] as const;
export type Interviewee = (typeof interviewees)[number];
export const bases = ['voluntary', 'compelled'] as const;
export type Basis = (typeof bases)[number];

const sealedForCase = { record: ({ caseId }: { caseId: string }) => recordOfCase(caseId) };
const caseId = Id();

/** The interviewed person is recorded in a separate event, because they may be the reporter. */
export const InterviewPlanned = event(
  'InterviewPlanned',
  1,
  'personnel',
  { caseId, basis: Enum(bases), on: DayText(), place: OrNull(SealedText()) },
  sealedForCase,
);
/** A person of the city, or a person known by name alone. */
export const IntervieweeIdentified = event(
  'IntervieweeIdentified',
  1,
  'restricted',
  { caseId, as: Enum(interviewees), person: OrNull(Id()), name: OrNull(SealedText()) },
  sealedForCase,
);
/** A representative was requested, and granted by name or refused with a reason. */
export const RepresentativeDecided = event(
  'RepresentativeDecided',
  1,
  'personnel',
  { caseId, decision: Enum(['granted', 'refused']), representative: OrNull(SealedText()), reason: OrNull(SealedText()) },
  sealedForCase,
);
/**
 * `warning` is the warning before the first question. `recording` is the id of the item of evidence
 * that holds the interview.
 */
export const InterviewHeld = event(
  'InterviewHeld',
  1,
  'personnel',
  {
    caseId,
    on: DayText(),
    place: SealedText(),
    present: SealedText(),
    warning: OrNull(SealedText()),
    summary: SealedText(),
    recording: OrNull(Id()),
  },
  sealedForCase,
);
/** The subject was heard before they were informed of any allegation, and why. */
export const SubjectHeardUntold = event('SubjectHeardUntold', 1, 'personnel', { caseId, reason: SealedText() }, sealedForCase);
/** The record of the interview stays as it is; this is added to it. */
export const InterviewCorrected = event('InterviewCorrected', 1, 'personnel', { caseId, addendum: SealedText() }, sealedForCase);
export const InterviewCancelled = event('InterviewCancelled', 1, 'personnel', { caseId, reason: SealedText() }, sealedForCase);

export const interviewEvents = {
  InterviewPlanned,
  IntervieweeIdentified,
  RepresentativeDecided,
  InterviewHeld,
  SubjectHeardUntold,
  InterviewCorrected,
  InterviewCancelled,
};

interface Interview {
  readonly caseId: string;
  readonly basis: Basis;
  readonly on: string;
  readonly place: Sealed | null;
  readonly with: { readonly as: Interviewee; readonly person: string | null; readonly name: Sealed | null };
  /** Null while nobody has asked for one. */
  readonly representative: {
    readonly decision: 'granted' | 'refused';
    readonly name: Sealed | null;
    readonly reason: Sealed | null;
  } | null;
}
export type InterviewState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'planned' } & Interview)
  | ({ readonly status: 'cancelled'; readonly reason: Sealed } & Interview)
  | ({
      readonly status: 'held';
      readonly present: Sealed;
      readonly warning: Sealed | null;
      readonly summary: Sealed;
      readonly recording: string | null;
      /**
       * Why a subject was heard before they were informed; null where they were informed, or are no
       * subject.
       */
      readonly untoldBecause: Sealed | null;
    } & Interview);
export type PresentInterview = Exclude<InterviewState, { status: 'absent' }>;

const present = (state: InterviewState): PresentInterview => {
  if (state.status === 'absent') throw new Error('an interview starts with InterviewPlanned');
  return state;
};

/** Who reads of an interview. `prosecutor`: for whom a file of the case is made. */
type InterviewAudience = (typeof hears)[number] | 'auditor' | 'prosecutor';
/** The auditor sees that there is an interview in the case, and nothing of it. */
const interview = { '*': [...hears, 'prosecutor'], caseId: [...hears, 'auditor', 'prosecutor'] } as const;

const shows: Shows<typeof interviewEvents, InterviewAudience> = {
  InterviewPlanned: interview,
  // A reporter who was interviewed: the investigator alone, which the queries judge by `as`.
  IntervieweeIdentified: { '*': [...hears, 'prosecutor'], knows: ['auditor'] },
  RepresentativeDecided: interview,
  InterviewHeld: interview,
  // The auditor lists each reason that was given for going another way than the rule.
  SubjectHeardUntold: { '*': [...hears, 'auditor', 'prosecutor'] },
  InterviewCorrected: interview,
  InterviewCancelled: interview,
};

export const interviews: Stream<InterviewState, typeof interviewEvents> = {
  name: 'interview',
  initial: { status: 'absent' },
  events: interviewEvents,
  evolve: {
    InterviewPlanned: (_, { data: { caseId, basis, on, place } }) => ({
      status: 'planned',
      caseId,
      basis,
      on,
      place,
      with: { as: 'other', person: null, name: null },
      representative: null,
    }),
    IntervieweeIdentified: (state, { data: { as, person, name } }) => ({ ...present(state), with: { as, person, name } }),
    RepresentativeDecided: (state, { data: { decision, representative, reason } }) => ({
      ...present(state),
      representative: { decision, name: representative, reason },
    }),
    InterviewHeld: (state, { data: { on, place, present: there, warning, summary, recording } }) => ({
      ...present(state),
      status: 'held',
      on,
      place,
      present: there,
      warning,
      summary,
      recording,
      untoldBecause: null,
    }),
    SubjectHeardUntold: (state, { data }) => {
      if (state.status !== 'held') throw new Error('nobody was heard');
      return { ...state, untoldBecause: data.reason };
    },
    InterviewCorrected: (state) => present(state),
    InterviewCancelled: (state, { data }) => ({ ...present(state), status: 'cancelled', reason: data.reason }),
  },
  audiences: { of: among(hears), shows },
};

/**
 * A compelled statement goes neither to the police nor to a prosecutor. The same holds for
 * everything made from it.
 */
export const isWalledFromProsecutor = ({ basis }: { readonly basis: Basis }): boolean => basis === 'compelled';

export const interviewRefusals = refusals({
  'interview.interviewee-unclear': {
    fields: 'named',
    status: 422,
    says: 'Say who is interviewed: a person of the city, or somebody’s name, one of the two.',
  },
  'interview.unknown-person': { fields: ['person'], status: 422, says: 'This person is not in the directory.' },
  'interview.as-subject': { fields: ['as'], status: 422, says: 'A subject of the case is interviewed as such, and nobody else is.' },
  'interview.not-planned': { status: 409, says: 'This interview was held or cancelled.' },
  'interview.not-held': { status: 409, says: 'An addendum corrects an interview that was held.' },
  'interview.day-in-future': { fields: ['on'], status: 422, says: 'This day has not come.' },
  'interview.subject-not-told': {
    fields: ['untoldBecause'],
    status: 409,
    cites: 'VIO-3',
    says: 'A subject is heard once they were told of the allegation: inform them first, or say in untoldBecause why that could not be.',
  },
  'interview.reason-needless': {
    fields: ['untoldBecause'],
    status: 422,
    says: 'Only a subject who was not told by that day is heard for a reason: leave untoldBecause out.',
  },
  'interview.warning-missing': {
    fields: ['warning'],
    status: 422,
    says: 'A compelled interview begins with its warning, that what is said is not used in a prosecution; record it.',
  },
  'interview.representative-undecided': {
    fields: ['representativeAsked'],
    status: 409,
    says: 'A representative was asked for: grant or refuse one first.',
  },
  'interview.representative-decided': { status: 409, says: 'It was decided already.' },
  'interview.representative-unclear': {
    fields: 'named',
    status: 422,
    says: 'A representative who is granted is named, and one who is refused is refused with a reason.',
  },
  'interview.recording-unfit': { fields: ['recording'], status: 422, says: 'A recording is a file that this case holds as evidence.' },
  'interview.recording-unmarked': {
    fields: ['recording'],
    status: 422,
    says: 'The recording of a compelled interview is taken in as a compelled statement, so that it goes to no prosecutor.',
  },
});
