import { Enum, Boolean as Flag, Array as ListOf } from 'typebox';
import { anyone, type Grant, type HeldOffice, office, offices } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { streamParts } from '../../platform/events/envelope.js';
import { type DataOf, event } from '../../platform/events/event.js';
import { DayText, Id, OrNull } from '../../platform/events/shapes.js';
import type { Shows, Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';

/**
 * Employment classes. The last four are not employees; the last one is a person who is not
 * identified yet.
 */
export const tracks = [
  'probationary',
  'permanent',
  'managerial',
  'collective-agreement',
  'police',
  'fire',
  'appointed-by-council',
  'elected-official',
  'volunteer',
  'contractor',
  'unidentified',
] as const;
export type Track = (typeof tracks)[number];

/**
 * Offices that are assigned and ended by commands. Employee is not one: it follows from service.
 */
export const assignableOffices = offices.filter((name) => name !== 'Employee');
export type AssignableOffice = Exclude<(typeof offices)[number], 'Employee'>;
/** Offices of one department. */
export const departmental: ReadonlySet<string> = new Set<AssignableOffice>(['Director', 'Designee']);
/**
 * Offices that have one holder at a time, a Director one in each department. Acting appointments
 * may overlap.
 */
export const exclusive: ReadonlySet<string> = new Set<AssignableOffice>([
  'City Manager',
  'Communications Manager',
  'IT Director',
  'City Attorney',
  'City Clerk',
  'Director',
]);

export const PersonEntered = event('PersonEntered', 1, 'personnel', {
  name: SealedText(),
  title: OrNull(SealedText()),
  department: OrNull(Id()),
  track: Enum(tracks),
  from: DayText(),
});
/** A new name or title, or a correction of a wrong one. */
export const PersonRenamed = event('PersonRenamed', 1, 'personnel', { name: SealedText(), title: OrNull(SealedText()) });
export const EmploymentTrackChanged = event('EmploymentTrackChanged', 1, 'personnel', { track: Enum(tracks), from: DayText() });
export const PersonTransferred = event('PersonTransferred', 1, 'internal', { department: OrNull(Id()), from: DayText() });
export const OfficeAssigned = event('OfficeAssigned', 1, 'internal', {
  assignmentId: Id(),
  office: Enum([...assignableOffices]),
  department: OrNull(Id()),
  from: DayText(),
  until: OrNull(DayText()),
  acting: Flag(),
  replaces: OrNull(Id()),
  approvedBy: OrNull(Id()),
});
export const OfficeEnded = event('OfficeEnded', 1, 'internal', { assignmentId: Id(), until: DayText() });
/** `ends`: the assignments that the departure ends early. */
export const PersonLeft = event('PersonLeft', 1, 'personnel', { on: DayText(), ends: ListOf(Id()) });
export const PersonReturned = event('PersonReturned', 1, 'personnel', { from: DayText(), track: Enum(tracks), department: OrNull(Id()) });

const events = {
  PersonEntered,
  PersonRenamed,
  EmploymentTrackChanged,
  PersonTransferred,
  OfficeAssigned,
  OfficeEnded,
  PersonLeft,
  PersonReturned,
};

/**
 * Days are the first and the last, both included. An assignment that ends before it begins was
 * cancelled.
 */
export interface Assignment {
  readonly assignmentId: string;
  readonly office: AssignableOffice;
  readonly department: string | null;
  readonly from: Day;
  /** Null as long as no end is set. */
  readonly until: Day | null;
  readonly acting: boolean;
  /** Person id of the person whom an acting holder replaces. */
  readonly replaces: string | null;
  /** Person id of the director who approved a designee. */
  readonly approvedBy: string | null;
}

/** All facts about a person that depend on the day. */
export interface Dated {
  readonly services: readonly { readonly from: Day; readonly until: Day | null }[];
  readonly tracks: readonly { readonly track: Track; readonly from: Day }[];
  readonly departments: readonly { readonly department: string | null; readonly from: Day }[];
  readonly assignments: readonly Assignment[];
}

interface Entered extends Dated {
  readonly id: string;
  readonly name: Sealed;
  readonly title: Sealed | null;
}
export type PersonState = { readonly status: 'absent' } | ({ readonly status: 'in-service' | 'left' } & Entered);

const entered = (state: PersonState): Exclude<PersonState, { status: 'absent' }> => {
  if (state.status === 'absent') throw new Error('a person starts with PersonEntered');
  return state;
};

/** An entry from a day on replaces all entries for that day or a later one. */
const since = <T extends { readonly from: Day }>(entries: readonly T[], entry: T): T[] => [
  ...entries.filter(({ from }) => from < entry.from),
  entry,
];

/** How each event changes the dated facts. The person's stream and the list of people share it. */
export const dated = {
  PersonEntered: ({ from, track, department }: DataOf<typeof PersonEntered>): Dated => ({
    services: [{ from, until: null }],
    tracks: [{ track, from }],
    departments: [{ department, from }],
    assignments: [],
  }),
  EmploymentTrackChanged: (state: Dated, { track, from }: DataOf<typeof EmploymentTrackChanged>): Partial<Dated> => ({
    tracks: since(state.tracks, { track, from }),
  }),
  PersonTransferred: (state: Dated, { department, from }: DataOf<typeof PersonTransferred>): Partial<Dated> => ({
    departments: since(state.departments, { department, from }),
  }),
  OfficeAssigned: (state: Dated, data: DataOf<typeof OfficeAssigned>): Partial<Dated> => ({
    assignments: [...state.assignments, data as Assignment],
  }),
  OfficeEnded: (state: Dated, { assignmentId, until }: DataOf<typeof OfficeEnded>): Partial<Dated> => ({
    assignments: state.assignments.map((held) => (held.assignmentId === assignmentId ? { ...held, until } : held)),
  }),
  PersonLeft: (state: Dated, { on, ends }: DataOf<typeof PersonLeft>): Partial<Dated> => ({
    services: state.services.map((service, at) => (at === state.services.length - 1 ? { ...service, until: on } : service)),
    assignments: state.assignments.map((held) => (ends.includes(held.assignmentId) ? { ...held, until: on } : held)),
  }),
  PersonReturned: (state: Dated, { from, track, department }: DataOf<typeof PersonReturned>): Partial<Dated> => ({
    services: [...state.services, { from, until: null }],
    tracks: since(state.tracks, { track, from }),
    departments: since(state.departments, { department, from }),
  }),
};

/**
 * Who reads of a person. `staff`: everybody in service. `concerned`: the person, and the offices
 * that employ, advise or audit.
 */
type PersonAudience = 'staff' | 'concerned' | 'auditor';
/**
 * Offices that see other people's employment tracks. Everyone else in service is admitted by
 * `anyone` and does not.
 */
export const seeTracks = [office('HR'), office('City Manager'), office('City Attorney'), office('Auditor')];

const themself: Grant<PersonState> = {
  ...anyone,
  name: 'the person themself',
  admits: (caller, state) => (state.status !== 'absent' && state.id === caller.person ? anyone.admits(caller, state) : undefined),
};
const readersOf = admittedTo<PersonState, PersonAudience>({
  staff: [anyone],
  concerned: [...seeTracks, themself],
  auditor: [office('Auditor')],
});

const known = { '*': ['staff', 'concerned', 'auditor'] } as const;
const employment = ['concerned', 'auditor'] as const;
const shows: Shows<typeof events, PersonAudience> = {
  PersonEntered: { ...known, track: employment },
  PersonRenamed: known,
  EmploymentTrackChanged: { '*': employment },
  PersonTransferred: known,
  OfficeAssigned: known,
  OfficeEnded: known,
  // Everybody sees who is in service, and what offices they held until when.
  PersonLeft: known,
  PersonReturned: { ...known, track: employment },
};

export const people: Stream<PersonState, typeof events> = {
  name: 'person',
  initial: { status: 'absent' },
  events,
  evolve: {
    PersonEntered: (_, { data, stream }) => ({
      status: 'in-service',
      id: streamParts(stream).id,
      name: data.name,
      title: data.title,
      ...dated.PersonEntered(data),
    }),
    PersonRenamed: (state, { data }) => ({ ...entered(state), name: data.name, title: data.title }),
    EmploymentTrackChanged: (state, { data }) => ({ ...entered(state), ...dated.EmploymentTrackChanged(entered(state), data) }),
    PersonTransferred: (state, { data }) => ({ ...entered(state), ...dated.PersonTransferred(entered(state), data) }),
    OfficeAssigned: (state, { data }) => ({ ...entered(state), ...dated.OfficeAssigned(entered(state), data) }),
    OfficeEnded: (state, { data }) => ({ ...entered(state), ...dated.OfficeEnded(entered(state), data) }),
    PersonLeft: (state, { data }) => ({ ...entered(state), ...dated.PersonLeft(entered(state), data), status: 'left' }),
    PersonReturned: (state, { data }) => ({ ...entered(state), ...dated.PersonReturned(entered(state), data), status: 'in-service' }),
  },
  audiences: { of: readersOf, shows },
};

export const covers = ({ from, until }: { readonly from: Day; readonly until: Day | null }, day: Day): boolean =>
  from <= day && (until === null || day <= until);

/** Whether two spans share a day. */
export const overlap = (a: { from: Day; until: Day | null }, b: { from: Day; until: Day | null }): boolean =>
  (a.until === null || b.from <= a.until) && (b.until === null || a.from <= b.until) && !calledOff(a) && !calledOff(b);

export const calledOff = ({ from, until }: { readonly from: Day; readonly until: Day | null }): boolean => until !== null && until < from;

export const inServiceOn = (person: Dated, day: Day): boolean => person.services.some((service) => covers(service, day));

/**
 * The day on which a person in service on `day` had returned after a departure; undefined if they
 * never left before it.
 */
export const returnedOn = (person: Dated, day: Day): Day | undefined => {
  const at = person.services.findIndex((service) => covers(service, day));
  return at > 0 ? person.services[at]?.from : undefined;
};

export const assignmentsOn = (person: Dated, day: Day): readonly Assignment[] =>
  inServiceOn(person, day) ? person.assignments.filter((held) => covers(held, day)) : [];

/**
 * The offices held on a day, in the order of `offices`, each once, with `Employee` last. Empty if
 * the person is not in service.
 */
export function officesOn(state: PersonState, day: Day): HeldOffice[] {
  if (state.status === 'absent' || !inServiceOn(state, day)) return [];
  const held = new Map<string, HeldOffice>();
  for (const { office, department } of assignmentsOn(state, day))
    held.set(`${office} ${department}`, department === null ? { office } : { office, department });
  const rank = ({ office }: HeldOffice) => offices.indexOf(office as AssignableOffice);
  return [...[...held.values()].sort((a, b) => rank(a) - rank(b)), { office: 'Employee' }];
}

const latest = <T extends { readonly from: Day }>(entries: readonly T[], day: Day): T | undefined =>
  entries.findLast(({ from }) => from <= day);

/** The track on which a person is, or was last; undefined before the first one. */
export const trackOn = (state: PersonState | Dated, day: Day): Track | undefined =>
  'tracks' in state ? latest(state.tracks, day)?.track : undefined;

/** Id of a person's department on a day; undefined if there is none. */
export const departmentOf = (state: PersonState | Dated, day: Day): string | undefined =>
  ('departments' in state ? latest(state.departments, day)?.department : undefined) ?? undefined;

/** Whether a person holds the office on the day, in that department if one is named. */
export const holdsOn = (state: PersonState, office: AssignableOffice, day: Day, department?: string | null): boolean =>
  officesOn(state, day).some((held) => held.office === office && (department == null || held.department === department));
