import { Enum, Object as Shape, type Static, String as Text } from 'typebox';
import { office, role } from '../../platform/access/access.js';
import { admittedTo } from '../../platform/access/audiences.js';
import { event } from '../../platform/events/event.js';
import type { Shows, Stream } from '../../platform/events/stream.js';
import type { Day } from '../../platform/ground/clock.js';
import { type Sealed, SealedText } from '../../platform/sealing/sealed.js';
import { tracks } from '../directory/directory.public.js';
import { AuthorityName, DayText, Id, OrNull, Rung } from '../procedure/procedure.public.js';
import { orderers } from '../proceedings/proceedings.public.js';

/**
 * Discipline as paper from before the system records it. `rung` is the equally heavy rung of
 * today's ladder.
 */
const Paper = () =>
  Shape(
    {
      track: Enum(tracks),
      rung: Rung(),
      imposedOn: DayText(),
      countsUntil: OrNull(DayText()),
      /** The clause, or the rule, as the paper names it. */
      rule: OrNull(Text({ minLength: 1, maxLength: 200 })),
      reasons: OrNull(SealedText()),
      /** Where the paper is kept. */
      source: SealedText(),
    },
    { additionalProperties: false },
  );
type Paper = Static<ReturnType<typeof Paper>>;

export const PriorDisciplineEntered = event('PriorDisciplineEntered', 1, 'personnel', { person: Id(), on: DayText(), paper: Paper() });
/**
 * Replaces the earlier entry. `authority` ordered the correction; null for corrections from before
 * Casebook asked for it.
 */
export const PriorDisciplineCorrected = event(
  'PriorDisciplineCorrected',
  2,
  'personnel',
  { on: DayText(), paper: Paper(), reasons: SealedText(), authority: OrNull(AuthorityName()) },
  { upcast: { 1: (older: object) => ({ ...older, authority: null }) } },
);
/**
 * The entry was made for the wrong person, `was`. It is void in that history and now belongs to the
 * history of `person`, with the paper's content for that person.
 */
export const PriorDisciplineMoved = event('PriorDisciplineMoved', 1, 'personnel', {
  on: DayText(),
  was: Id(),
  person: Id(),
  paper: Paper(),
  reasons: SealedText(),
  authority: AuthorityName(),
});
/** It was entered by mistake, for example twice. */
export const PriorDisciplineWithdrawn = event('PriorDisciplineWithdrawn', 1, 'personnel', { on: DayText(), reasons: SealedText() });
export const PriorDisciplineExpunged = event('PriorDisciplineExpunged', 1, 'personnel', {
  on: DayText(),
  orderedBy: Enum([...orderers]),
  orderedOn: DayText(),
  order: SealedText(),
});
export const PriorDisciplineRebutted = event('PriorDisciplineRebutted', 1, 'personnel', { on: DayText(), statement: SealedText() });

export const priorEvents = {
  PriorDisciplineEntered,
  PriorDisciplineCorrected,
  PriorDisciplineMoved,
  PriorDisciplineWithdrawn,
  PriorDisciplineExpunged,
  PriorDisciplineRebutted,
};

interface Entry extends Paper {
  readonly person: string;
  readonly enteredOn: Day;
  readonly source: Sealed;
}
/** Discipline from before the system, final from the start. */
export type PriorState = { readonly status: 'absent' } | ({ readonly status: 'recorded' | 'withdrawn' | 'expunged' } & Entry);

const entered = (state: PriorState): Exclude<PriorState, { status: 'absent' }> => {
  if (state.status === 'absent') throw new Error('an entry starts with PriorDisciplineEntered');
  return state;
};

/** Who reads of an entry. `themself`: the person in whose history it is. */
type PriorAudience = 'themself' | 'hr' | 'manager' | 'counsel' | 'auditor';
/** The offices that see why an entry was changed, and the orders to expunge. */
const keepsOrders = ['hr', 'counsel', 'auditor'] as const;
const history = { '*': ['themself', 'manager', ...keepsOrders] } as const;
const changed = { ...history, reasons: keepsOrders } as const;

const shows: Shows<typeof priorEvents, PriorAudience> = {
  PriorDisciplineEntered: history,
  PriorDisciplineCorrected: changed,
  // It tells the one of the other, and either of an entry that is not theirs.
  PriorDisciplineMoved: { ...changed, was: keepsOrders },
  PriorDisciplineWithdrawn: changed,
  PriorDisciplineExpunged: { '*': keepsOrders, knows: ['themself', 'manager'] },
  PriorDisciplineRebutted: history,
};

export const priors: Stream<PriorState, typeof priorEvents> = {
  name: 'prior',
  initial: { status: 'absent' },
  events: priorEvents,
  evolve: {
    PriorDisciplineEntered: (_, { data: { person, on, paper } }) => ({ status: 'recorded', person, enteredOn: on, ...paper }),
    PriorDisciplineCorrected: (state, { data }) => ({ ...entered(state), ...data.paper }),
    PriorDisciplineMoved: (state, { data: { person, paper } }) => ({ ...entered(state), person, ...paper }),
    PriorDisciplineWithdrawn: (state) => ({ ...entered(state), status: 'withdrawn' }),
    PriorDisciplineExpunged: (state) => ({ ...entered(state), status: 'expunged' }),
    PriorDisciplineRebutted: (state) => state,
  },
  audiences: { of: (state, caller) => readersOf(state, caller), shows },
};

/** The person in whose history the entry is. */
export const personOfEntry = role(
  'the person of the entry',
  priors,
  (state, caller) => state.status !== 'absent' && state.person === caller.person,
);

const readersOf = admittedTo<PriorState, PriorAudience>({
  themself: [personOfEntry],
  hr: [office('HR')],
  manager: [office('City Manager')],
  counsel: [office('City Attorney')],
  auditor: [office('Auditor')],
});
