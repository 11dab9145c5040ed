import { Enum, Array as ListOf, Object as Shape, type Static, String as Text } from 'typebox';
import type { Day } from '../../platform/clock.js';
import type { Stream } from '../../platform/commands/stream.js';
import { event } from '../../platform/events/event.js';
import { DayText, OrNull } from '../../platform/events/shapes.js';
import { derivedId } from '../../platform/ids.js';

/** The one policy stream of a city. */
export const policyId = derivedId('policy', 'social-media');

/** How strongly a clause binds; one that `states` says what is so and obliges nobody by itself. */
export const forces = ['shall', 'shall not', 'must', 'should', 'may', 'states'] as const;
export type Force = (typeof forces)[number];

const Clause = Shape(
  {
    id: Text({ minLength: 1, maxLength: 40 }),
    text: Text({ minLength: 1, maxLength: 20_000 }),
    binds: Text({ minLength: 1, maxLength: 200 }),
    force: Enum([...forces]),
  },
  { additionalProperties: false },
);
export type Clause = Readonly<Static<typeof Clause>>;

/** One version of the policy: HOUSE-1. */
export const PolicyVersionAdopted = event('PolicyVersionAdopted', 1, 'public', {
  version: Text({ minLength: 1, maxLength: 40 }),
  instrument: Text({ minLength: 1, maxLength: 200 }),
  adoptedOn: DayText(),
  effectiveFrom: DayText(),
  clauses: ListOf(Clause, { minItems: 1 }),
  note: OrNull(Text({ minLength: 1, maxLength: 2000 })),
});
/** Whether an instrument of that day carried the policy forward is a question of law that is open. */
export const ContinuityUnresolved = event('ContinuityUnresolved', 1, 'public', {
  instrument: Text({ minLength: 1, maxLength: 200 }),
  on: DayText(),
  question: Text({ minLength: 1, maxLength: 2000 }),
});

const events = { PolicyVersionAdopted, ContinuityUnresolved };

export interface PolicyVersion {
  readonly version: string;
  readonly instrument: string;
  readonly adoptedOn: Day;
  readonly effectiveFrom: Day;
  readonly clauses: readonly Clause[];
  readonly note: string | null;
}

export interface OpenQuestion {
  readonly instrument: string;
  readonly on: Day;
  readonly question: string;
}

export type PolicyState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'adopted';
      /** In the order in which they take effect. */
      readonly versions: readonly PolicyVersion[];
      readonly unresolved: readonly OpenQuestion[];
    };

const adopted = (state: PolicyState) => (state.status === 'adopted' ? state : { status: 'adopted' as const, versions: [], unresolved: [] });

export const policies: Stream<PolicyState, typeof events> = {
  name: 'policy',
  initial: { status: 'absent' },
  events,
  evolve: {
    PolicyVersionAdopted: (state, { data }) => ({ ...adopted(state), versions: [...adopted(state).versions, data] }),
    ContinuityUnresolved: (state, { data }) => ({ ...adopted(state), unresolved: [...adopted(state).unresolved, data] }),
  },
};

/** The version in force on a day; undefined before the first one. */
export const versionOn = (state: PolicyState, day: Day): PolicyVersion | undefined =>
  state.status === 'absent' ? undefined : state.versions.findLast(({ effectiveFrom }) => effectiveFrom <= day);

/** Every version in force at some time from one day to another, both counted in, in order. */
export const versionsOver = (state: PolicyState, from: Day, to: Day): readonly PolicyVersion[] => {
  if (state.status === 'absent') return [];
  const first = versionOn(state, from);
  return state.versions.filter((version) => version === first || (from < version.effectiveFrom && version.effectiveFrom <= to));
};

export const clauseOf = (version: PolicyVersion, clauseId: string): Clause | undefined => version.clauses.find(({ id }) => id === clauseId);

/** The questions that leave open whether the version in force on a day still was: those raised by instruments since it took effect. */
export const unresolvedOn = (state: PolicyState, day: Day): readonly OpenQuestion[] => {
  const version = versionOn(state, day);
  if (state.status === 'absent' || !version) return [];
  return state.unresolved.filter(({ on }) => version.effectiveFrom <= on && on <= day);
};
