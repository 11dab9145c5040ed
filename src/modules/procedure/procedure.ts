import { Enum, Integer, Array as ListOf, Null, Object as Shape, type Static, String as Text, Union } from 'typebox';
import type { HeldOffice } from '../../platform/access/access.js';
import { event } from '../../platform/events/event.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { refusals } from '../../platform/refusals/refuse.js';
import { type Track, tracks } from '../directory/directory.public.js';
import { GrievanceStep } from './grievance-step.js';
import type { Holiday } from './holidays.js';
import { rungIdPattern } from './rung-id.js';
import { AuthorityName, DayText, OfficeName, OrNull, Rung } from './vocabulary.js';

/** Tracks of people who are no employees. They have outcomes of their own, and no grievance. */
export const noEmployees: ReadonlySet<Track> = new Set<Track>(['elected-official', 'volunteer', 'contractor', 'unidentified']);

/** One line of the chain of authorities: the first line that fits a subject decides who takes in and who decides. */
export const ChainLine = () =>
  Shape(
    {
      /** Fits a subject who holds this office; null fits any. */
      office: OrNull(OfficeName()),
      /** Fits a subject on this track; null fits any. */
      track: Union([Enum(tracks), Null()]),
      intake: ListOf(OfficeName(), { minItems: 1 }),
      /** In order of priority: the first authority without a party among its holders decides. */
      decides: ListOf(AuthorityName(), { minItems: 1 }),
    },
    { additionalProperties: false },
  );
export type ChainLine = Static<ReturnType<typeof ChainLine>>;

const Days = () => Integer({ minimum: 1, maximum: 730 });
const instrument = Text({ minLength: 1, maxLength: 200 });

/** The ladder of sanctions under section 40, for one employment track, from a day on. */
export const LadderSet = event('LadderSet', 1, 'internal', {
  track: Enum(tracks),
  effectiveFrom: DayText(),
  instrument,
  rungs: ListOf(Rung(), { minItems: 1 }),
});
export const ChainOfAuthoritiesSet = event('ChainOfAuthoritiesSet', 1, 'internal', {
  effectiveFrom: DayText(),
  instrument,
  lines: ListOf(ChainLine(), { minItems: 1 }),
});
/**
 * The deadlines that may be counted in business days: those of a case, and those whose number of
 * days the ladder gives.
 */
export const deadlineNames = ['triage', 'investigation', 'determination', 'discipline', 'answer', 'response', 'grievance'] as const;
export type DeadlineName = (typeof deadlineNames)[number];

/**
 * Days for each step of a case, and for a subject to answer an allegation. The deadlines that
 * `business` names count only days on which the city works.
 */
export const DeadlinesSet = event(
  'DeadlinesSet',
  2,
  'internal',
  {
    effectiveFrom: DayText(),
    instrument,
    triage: Days(),
    investigation: Days(),
    determination: Days(),
    discipline: Days(),
    answer: Days(),
    business: ListOf(Enum([...deadlineNames])),
  },
  { upcast: { 1: (older: object) => ({ ...older, business: [] }) } },
);
/** The days of a year on which the city does not work. The latest setting for a year applies. */
export const HolidaysSet = event('HolidaysSet', 1, 'internal', {
  year: Integer({ minimum: 2000, maximum: 2200 }),
  instrument,
  holidays: ListOf(Shape({ day: DayText(), name: Text({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false })),
});
/**
 * The grievance procedure of one employment track, from a day on. It counts as exhausted
 * `exhaustedAfter` calendar days after its start. After a rung of `copyRungs`, a copy of the
 * procedure is due within `copyWithin` calendar days.
 */
export const GrievanceStepsSet = event('GrievanceStepsSet', 1, 'internal', {
  track: Enum(tracks),
  effectiveFrom: DayText(),
  instrument,
  steps: ListOf(GrievanceStep(), { minItems: 1 }),
  exhaustedAfter: OrNull(Days()),
  copyRungs: ListOf(Text({ pattern: rungIdPattern.source })),
  copyWithin: OrNull(Days()),
});

/**
 * The people with whom check-ins are made: those who report retaliation, or every employee who
 * reports by name.
 */
export const checkedIn = ['retaliation', 'employees'] as const;
export type CheckedIn = (typeof checkedIn)[number];

/**
 * The terms for senders of reports, in calendar days. `acknowledge` is the time to acknowledge a
 * receipt. `disclosure` is the time between telling a reporter of a disclosure and the disclosure.
 * `checkInEvery` is the time between two check-ins, and `checkInsFor` the time after the report in
 * which they are made. `checkInsWith` says with whom.
 */
export const ReportTermsSet = event(
  'ReportTermsSet',
  2,
  'internal',
  {
    effectiveFrom: DayText(),
    instrument,
    acknowledge: Days(),
    disclosure: Days(),
    checkInEvery: Days(),
    checkInsFor: Days(),
    checkInsWith: Enum(checkedIn),
  },
  { upcast: { 1: (older: object) => ({ ...older, checkInsWith: 'retaliation' }) } },
);

const events = { LadderSet, ChainOfAuthoritiesSet, DeadlinesSet, HolidaysSet, GrievanceStepsSet, ReportTermsSet };

interface Dated {
  readonly effectiveFrom: Day;
  readonly instrument: string;
}
export interface Ladder extends Dated {
  readonly track: Track;
  readonly rungs: readonly Rung[];
}
export interface Chain extends Dated {
  readonly lines: readonly ChainLine[];
}
export interface Deadlines extends Dated {
  readonly triage: number;
  readonly investigation: number;
  readonly determination: number;
  readonly discipline: number;
  readonly answer: number;
  /** Deadlines that count only days on which the city works. */
  readonly business: DeadlineName[];
}
export interface GrievanceProcedure extends Dated {
  readonly track: Track;
  readonly steps: readonly GrievanceStep[];
  /** Calendar days after which it counts as exhausted; null where no rule says so. */
  readonly exhaustedAfter: number | null;
  /**
   * Ids of the rungs after which the subject must get a copy of it, and the calendar days for that.
   */
  readonly copyRungs: readonly string[];
  readonly copyWithin: number | null;
}
/** The holidays of a year. */
export interface Holidays {
  readonly year: number;
  readonly instrument: string;
  readonly holidays: readonly Holiday[];
}
export interface ReportTerms extends Dated {
  readonly acknowledge: number;
  readonly disclosure: number;
  readonly checkInEvery: number;
  readonly checkInsFor: number;
  readonly checkInsWith: CheckedIn;
}

/** The city's procedure, as configured from day to day. Nothing is ever removed from it. */
export type ProcedureState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'set';
      readonly ladders: readonly Ladder[];
      readonly chains: readonly Chain[];
      readonly deadlines: readonly Deadlines[];
      readonly grievances: readonly GrievanceProcedure[];
      /** By year. */
      readonly holidays: ReadonlyMap<number, Holidays>;
      readonly reportTerms: readonly ReportTerms[];
    };
type SetProcedure = Extract<ProcedureState, { status: 'set' }>;

const set = (state: ProcedureState): SetProcedure =>
  state.status === 'set'
    ? state
    : { status: 'set', ladders: [], chains: [], deadlines: [], grievances: [], holidays: new Map(), reportTerms: [] };

export const procedure: Stream<ProcedureState, typeof events> = {
  name: 'procedure',
  initial: { status: 'absent' },
  events,
  evolve: {
    LadderSet: (state, { data }) => ({ ...set(state), ladders: [...set(state).ladders, data] }),
    ChainOfAuthoritiesSet: (state, { data }) => ({ ...set(state), chains: [...set(state).chains, data] }),
    ReportTermsSet: (state, { data }) => ({ ...set(state), reportTerms: [...set(state).reportTerms, data] }),
    DeadlinesSet: (state, { data }) => ({ ...set(state), deadlines: [...set(state).deadlines, data] }),
    HolidaysSet: (state, { data }) => ({ ...set(state), holidays: new Map(set(state).holidays).set(data.year, data) }),
    GrievanceStepsSet: (state, { data }) => ({ ...set(state), grievances: [...set(state).grievances, data] }),
  },
};

/** The one procedure stream's id. */
export const procedureId = derivedId('procedure', 'violations');

/** The setting in force on a day: the latest to take effect, and among those the last to be set. */
const inForce = <T extends Dated>(all: readonly T[], day: Day): T | undefined =>
  all.reduce<T | undefined>(
    (best, one) => (one.effectiveFrom <= day && (!best || one.effectiveFrom >= best.effectiveFrom) ? one : best),
    undefined,
  );

export const ladderOn = (state: ProcedureState, track: Track, day: Day): Ladder | undefined =>
  state.status === 'set'
    ? inForce(
        state.ladders.filter((ladder) => ladder.track === track),
        day,
      )
    : undefined;
export const chainOn = (state: ProcedureState, day: Day): Chain | undefined =>
  state.status === 'set' ? inForce(state.chains, day) : undefined;
export const deadlinesOn = (state: ProcedureState, day: Day): Deadlines | undefined =>
  state.status === 'set' ? inForce(state.deadlines, day) : undefined;
export const grievancesOn = (state: ProcedureState, track: Track, day: Day): GrievanceProcedure | undefined =>
  state.status === 'set'
    ? inForce(
        state.grievances.filter((one) => one.track === track),
        day,
      )
    : undefined;
/** Every holiday that was set, of any year. */
export const holidaysOf = (state: ProcedureState): ReadonlySet<Day> =>
  new Set(state.status === 'set' ? [...state.holidays.values()].flatMap(({ holidays }) => holidays.map(({ day }) => day)) : []);

export const reportTermsOn = (state: ProcedureState, day: Day): ReportTerms | undefined =>
  state.status === 'set' ? inForce(state.reportTerms, day) : undefined;

/** A person, as the chain needs them. */
export interface Party {
  readonly person: string;
  readonly offices: readonly HeldOffice[];
  readonly track: Track | null;
}

/**
 * The line for several subjects: the earliest line that fits any of them. For a subject who is not
 * yet known it is the line that fits anyone.
 */
export function lineFor(chain: Chain, subjects: readonly Party[]): ChainLine | undefined {
  const fits = (line: ChainLine, subject: Party) =>
    (line.office === null || subject.offices.some((held) => held.office === line.office)) &&
    (line.track === null || subject.track === line.track);
  const anyone = chain.lines.find((line) => line.office === null && line.track === null);
  return chain.lines.find((line) => line !== anyone && subjects.some((subject) => fits(line, subject))) ?? anyone;
}

export const procedureRefusals = refusals({
  'procedure.backdated': {
    fields: 'named',
    status: 409,
    cites: 'HOUSE-2',
    says: 'What is in force already cannot be changed backwards; let it take effect today or later.',
  },
  'procedure.rungs-unordered': { fields: 'named', status: 422, says: 'Each rung of a ladder has an id and a weight of its own.' },
  'procedure.response-missing': {
    fields: 'named',
    status: 422,
    cites: 'VIO-3',
    says: 'A rung that needs notice leaves at least a day to respond, and one that needs none leaves none.',
  },
  'procedure.chain-open': {
    fields: 'named',
    status: 422,
    says: 'The last line of a chain of authorities fits anyone: its office and track are null.',
  },
  'procedure.holiday-misplaced': {
    fields: 'named',
    status: 422,
    says: 'Each holiday lies in the year that it is set for, and no day is named twice.',
  },
  'procedure.no-employees': {
    fields: 'named',
    status: 422,
    says: 'Only employees grieve: volunteers, contractors and elected officials do not.',
  },
  'procedure.hearer-unclear': {
    fields: 'named',
    status: 422,
    says: 'A step is heard by an authority of the city or by somebody outside: name one of the two.',
  },
  'procedure.copy-unclear': {
    fields: 'named',
    status: 422,
    says: 'Name both the rungs after which a copy is due and the days for it, or neither.',
  },
});
