import { Array as ListOf, Object as Shape, type Static, String as Text } from 'typebox';
import { event } from '../../platform/events/event.js';
import { DayText, Id, OrNull } from '../../platform/events/shapes.js';
import type { Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { Clause, type FlatClause, treeOf } from './clause.js';

/** The one policy stream of a city. */
export const policyId = derivedId('policy', 'social-media');

const Version = () => Text({ minLength: 1, maxLength: 40 });
const Name = () => Text({ minLength: 1, maxLength: 200 });
const Note = () => OrNull(Text({ minLength: 1, maxLength: 2000 }));
const ClauseId = () => Text({ minLength: 1, maxLength: 40 });

/** One version of the policy, adopted whole. Schema 1 had a flat list of clauses. */
export const PolicyVersionAdopted = event(
  'PolicyVersionAdopted',
  2,
  'public',
  {
    version: Version(),
    instrument: Name(),
    adoptedOn: DayText(),
    effectiveFrom: DayText(),
    clauses: ListOf(Clause, { minItems: 1 }),
    note: Note(),
  },
  {
    upcast: { 1: ({ clauses, ...rest }: { clauses: FlatClause[] }) => ({ ...rest, clauses: treeOf(clauses) }) },
  },
);

const AmendedClauses = Shape(
  {
    added: ListOf(ClauseId()),
    changed: ListOf(ClauseId()),
    removed: ListOf(ClauseId()),
    renumbered: ListOf(Shape({ id: ClauseId(), from: OrNull(ClauseId()), to: OrNull(ClauseId()) }, { additionalProperties: false })),
    moved: ListOf(ClauseId()),
  },
  { additionalProperties: false },
);
/** Ids of the clauses that an amendment changed. */
export type AmendedClauses = Readonly<Static<typeof AmendedClauses>>;

/**
 * An instrument amended the version before it. `clauses` holds the whole amended text, so that a
 * reader need not assemble it.
 */
export const PolicyAmended = event('PolicyAmended', 1, 'public', {
  version: Version(),
  base: Version(),
  instrument: Name(),
  adoptedOn: DayText(),
  effectiveFrom: DayText(),
  changes: AmendedClauses,
  clauses: ListOf(Clause, { minItems: 1 }),
  note: Note(),
});
/** From `effectiveFrom` on no version is in force, until another version takes effect. */
export const PolicyRescinded = event('PolicyRescinded', 1, 'public', {
  instrument: Name(),
  adoptedOn: DayText(),
  effectiveFrom: DayText(),
  note: Note(),
});
/** An open question of law: whether an instrument of that day continued the policy. */
export const ContinuityUnresolved = event('ContinuityUnresolved', 1, 'public', {
  instrument: Name(),
  on: DayText(),
  question: Text({ minLength: 1, maxLength: 2000 }),
});
/** An interpretation of a clause of a version, with its author (`givenBy`) and its day. */
export const InterpretationRecorded = event('InterpretationRecorded', 1, 'public', {
  interpretationId: Id(),
  version: Version(),
  clause: ClauseId(),
  question: Text({ minLength: 1, maxLength: 2000 }),
  answer: Text({ minLength: 1, maxLength: 20_000 }),
  givenBy: Name(),
  on: DayText(),
});

/**
 * Withdraws an adoption or amendment that made `version`, or a rescission if `version` is null,
 * before `effectiveFrom`, its first day.
 */
export const PolicyChangeWithdrawn = event('PolicyChangeWithdrawn', 1, 'public', {
  version: OrNull(Version()),
  instrument: Name(),
  effectiveFrom: DayText(),
  reasons: Text({ minLength: 1, maxLength: 2000 }),
});

const events = {
  PolicyChangeWithdrawn,
  PolicyVersionAdopted,
  PolicyAmended,
  PolicyRescinded,
  ContinuityUnresolved,
  InterpretationRecorded,
};

export interface PolicyVersion {
  readonly version: string;
  readonly instrument: string;
  readonly adoptedOn: Day;
  readonly effectiveFrom: Day;
  /** In reading order, each clause after its parent. */
  readonly clauses: readonly Clause[];
  readonly note: string | null;
  /** The version that it amended, and the changes; null if it was adopted whole. */
  readonly amends: { readonly base: string; readonly changes: AmendedClauses } | null;
}

export interface Rescission {
  readonly instrument: string;
  readonly adoptedOn: Day;
  readonly effectiveFrom: Day;
  readonly note: string | null;
}

export interface OpenQuestion {
  readonly instrument: string;
  readonly on: Day;
  readonly question: string;
}

export interface Interpretation {
  readonly interpretationId: string;
  readonly version: string;
  readonly clause: string;
  readonly question: string;
  readonly answer: string;
  readonly givenBy: string;
  readonly on: Day;
}

interface Adopted {
  /** In the order in which they take effect. */
  readonly versions: readonly PolicyVersion[];
  readonly rescissions: readonly Rescission[];
  readonly unresolved: readonly OpenQuestion[];
  readonly interpretations: readonly Interpretation[];
}
export type PolicyState = { readonly status: 'absent' } | ({ readonly status: 'adopted' } & Adopted);

const nothing: Adopted = { versions: [], rescissions: [], unresolved: [], interpretations: [] };
const adopted = (state: PolicyState) => (state.status === 'adopted' ? state : { status: 'adopted' as const, ...nothing });
const withVersion = (state: PolicyState, version: PolicyVersion): PolicyState => ({
  ...adopted(state),
  versions: [...adopted(state).versions, version],
});

export const policies: Stream<PolicyState, typeof events> = {
  name: 'policy',
  initial: { status: 'absent' },
  events,
  evolve: {
    PolicyVersionAdopted: (state, { data }) => withVersion(state, { ...data, amends: null }),
    PolicyAmended: (state, { data: { base, changes, ...version } }) => withVersion(state, { ...version, amends: { base, changes } }),
    PolicyRescinded: (state, { data }) => ({ ...adopted(state), rescissions: [...adopted(state).rescissions, data] }),
    PolicyChangeWithdrawn: (state, { data: { version } }) =>
      version === null
        ? { ...adopted(state), rescissions: adopted(state).rescissions.slice(0, -1) }
        : { ...adopted(state), versions: adopted(state).versions.filter((one) => one.version !== version) },
    ContinuityUnresolved: (state, { data }) => ({ ...adopted(state), unresolved: [...adopted(state).unresolved, data] }),
    InterpretationRecorded: (state, { data }) => ({ ...adopted(state), interpretations: [...adopted(state).interpretations, data] }),
  },
};

const rescindedBetween = (state: Adopted, after: Day, by: Day): boolean =>
  state.rescissions.some(({ effectiveFrom }) => after < effectiveFrom && effectiveFrom <= by);

/**
 * The version in force on a day; undefined before the first version, and between a rescission and
 * the next version.
 */
export const versionOn = (state: PolicyState, day: Day): PolicyVersion | undefined => {
  if (state.status === 'absent') return undefined;
  const latest = state.versions.findLast(({ effectiveFrom }) => effectiveFrom <= day);
  return latest && !rescindedBetween(state, latest.effectiveFrom, day) ? latest : undefined;
};

/** Every version in force at some time from one day to another, both included, in order. */
export const versionsOver = (state: PolicyState, from: Day, to: Day): readonly PolicyVersion[] => {
  if (state.status === 'absent') return [];
  const first = versionOn(state, from);
  return state.versions.filter((version) => version === first || (from < version.effectiveFrom && version.effectiveFrom <= to));
};

/** Whether some version was in force on every day from one to another, both included. */
export const inForceThroughout = (state: PolicyState, from: Day, to: Day): boolean =>
  state.status === 'adopted' && versionOn(state, from) !== undefined && !rescindedBetween(state, from, to);

export const clauseOf = (version: PolicyVersion, clauseId: string): Clause | undefined => version.clauses.find(({ id }) => id === clauseId);

/**
 * Open questions, raised by instruments since a version took effect, whether it was still in force
 * on a day.
 */
export const unresolvedOn = (state: PolicyState, day: Day): readonly OpenQuestion[] => {
  const version = versionOn(state, day);
  if (state.status === 'absent' || !version) return [];
  return state.unresolved.filter(({ on }) => version.effectiveFrom <= on && on <= day);
};

export const versionNamed = (state: PolicyState, name: string): PolicyVersion | undefined =>
  state.status === 'absent' ? undefined : state.versions.find(({ version }) => version === name);

/** The last change that takes effect: a version or a rescission. */
export function latestEffect(state: PolicyState): { readonly effectiveFrom: Day; readonly version: string | null } | undefined {
  if (state.status === 'absent') return undefined;
  const [version, rescission] = [state.versions.at(-1), state.rescissions.at(-1)];
  if (version && rescission && version.effectiveFrom < rescission.effectiveFrom)
    return { effectiveFrom: rescission.effectiveFrom, version: null };
  return version && { effectiveFrom: version.effectiveFrom, version: version.version };
}
