import type { Office } from '../../platform/access/access.js';
import type { Day } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import {
  type AssignableOffice,
  assignableOffices,
  departmentOf,
  holdersOn,
  inServiceOn,
  isSuperior,
  officeHolding,
  officesOn,
  type PersonState,
  people,
  trackOn,
} from '../directory/directory.public.js';
import {
  type Authority,
  type Chain,
  chainOn,
  lineFor,
  type Party,
  procedure,
  procedureId,
  type SettledAuthority,
} from '../procedure/procedure.public.js';
import { type CaseState, subjectsOf } from './case.js';
import { reportersIn } from './reporters.js';

/** The offices that enter Council's act. */
export const councilActs: readonly AssignableOffice[] = ['City Clerk', 'City Attorney'];

/** A person who holds an office today, and their relation to the case at hand. */
export interface Holder {
  readonly person: string;
  /** Accused, subject, reporter, witness, or in a conflict that they declared. */
  readonly party: boolean;
  /** A subject of the case is their superior. */
  readonly answersToSubject: boolean;
}
export type Holders = ReadonlyMap<Office, readonly Holder[]>;

/**
 * Settles who takes in and who decides, by the line of the chain that fits the subjects. Offices
 * whose holders are barred from the case are left out. Undefined where nobody is left. A vacant
 * office is not left out: it will be filled, if need be by an acting holder, and the case waits for
 * them.
 */
export function settle(chain: Chain, subjects: readonly Party[], holders: Holders): SettledAuthority | undefined {
  const line = lineFor(chain, subjects);
  const holding = (office: Office) => holders.get(office) ?? [];
  // An acting holder owes the seat to the holder whom they replace, so one party among the holders
  // disqualifies the office.
  const mayDecide = (authority: Authority) =>
    authority === 'Council' || !holding(authority).some((holder) => holder.party || holder.answersToSubject);
  const mayTakeIn = (office: AssignableOffice) => holding(office).length === 0 || holding(office).some((holder) => !holder.party);

  const decides = line?.decides.find(mayDecide);
  if (!line || !decides) return undefined;
  const intake = line.intake.filter(mayTakeIn);
  if (intake.length > 0) return { intake, decides };
  const instead = (decides === 'Council' ? councilActs : [decides]).filter(mayTakeIn);
  return instead.length > 0 ? { intake: instead, decides } : undefined;
}

export const sameAuthority = (a: SettledAuthority, b: SettledAuthority): boolean =>
  a.decides === b.decides && a.intake.length === b.intake.length && a.intake.every((office) => b.intake.includes(office));

/** The people whom a case is about, and all people whose part in it bars them from judging. */
export interface Parties {
  readonly subjects: ReadonlySet<string>;
  /** Subjects, reporters, witnesses, and everyone who declared a conflict. */
  readonly all: ReadonlySet<string>;
}

/** A person who is newly named, or who declares a conflict. */
export interface Added {
  readonly subject?: string | undefined;
  readonly witness?: string | undefined;
  readonly conflicted?: string | undefined;
}

export const partiesOf = (state: CaseState, reporters: ReadonlySet<string>, added: Added = {}): Parties => {
  const subjects = new Set(state.status === 'absent' ? [] : subjectsOf(state));
  if (added.subject) subjects.add(added.subject);
  const all = new Set([...subjects, ...reporters, ...(state.status === 'absent' ? [] : [...state.witnesses, ...state.conflicts.keys()])]);
  if (added.witness) all.add(added.witness);
  if (added.conflicted) all.add(added.conflicted);
  return { subjects, all };
};

/**
 * Whether a holder may investigate: they are no party, answer to no subject and do not decide the
 * case.
 */
export const mayInvestigate = (holder: Holder, deciders: readonly string[]): boolean =>
  !holder.party && !holder.answersToSubject && !deciders.includes(holder.person);

const statesOf = (ids: Iterable<string>, reads: Reads): Promise<PersonState[]> =>
  Promise.all([...ids].map((id) => reads.state(people, id)));

const asHolder = (person: string, state: PersonState, { all }: Parties, subjects: readonly PersonState[], reads: Reads): Holder => ({
  person,
  party: all.has(person),
  answersToSubject: subjects.some((subject) => isSuperior(subject, state, reads.today)),
});

const isOffice = (authority: Authority): authority is AssignableOffice => authority !== 'Council';

/**
 * Settles the chain in force today for these parties, with the holders of today. `settled` is
 * undefined where nobody may decide.
 */
export async function settledToday(
  parties: Parties,
  reads: Reads,
): Promise<{ chain: Chain | undefined; settled: SettledAuthority | undefined; deciders: string[] }> {
  const chain = chainOn(await reads.state(procedure, procedureId), reads.today);
  if (!chain) return { chain, settled: undefined, deciders: [] };
  const subjects = await statesOf(parties.subjects, reads);
  const asParty = (person: string, i: number): Party => {
    const state = subjects[i] ?? people.initial;
    return { person, offices: officesOn(state, reads.today), track: trackOn(state, reads.today) ?? null };
  };
  const line = [...parties.subjects].map(asParty);
  const fits = lineFor(chain, line);
  const offices = new Set([...(fits?.intake ?? []), ...(fits?.decides.filter(isOffice) ?? []), ...councilActs]);
  const holders = new Map<Office, Holder[]>();
  for (const office of offices) {
    const ids = await holdersOn(reads.rows(officeHolding), office, reads.today);
    const states = await statesOf(ids, reads);
    holders.set(
      office,
      ids.map((id, i) => asHolder(id, states[i] ?? people.initial, parties, subjects, reads)),
    );
  }
  const settled = settle(chain, line, holders);
  return {
    chain,
    settled,
    deciders: settled && isOffice(settled.decides) ? (holders.get(settled.decides) ?? []).map(({ person }) => person) : [],
  };
}

/**
 * Person ids of the office holders of today who are superiors of a subject and not yet a party.
 * Empty where the chain would leave nobody to decide without them.
 */
export async function lineAbove({ subjects, all }: Parties, reads: Reads): Promise<string[]> {
  const below = await statesOf(subjects, reads);
  const held = await Promise.all(assignableOffices.map((office) => holdersOn(reads.rows(officeHolding), office, reads.today)));
  const holders = [...new Set(held.flat())];
  const states = await statesOf(holders, reads);
  const above = holders.filter((_, i) => below.some((subject) => isSuperior(states[i] ?? people.initial, subject, reads.today)));
  const { settled } = await settledToday({ subjects, all: new Set([...all, ...above]) }, reads);
  return settled ? above.filter((id) => !all.has(id)) : [];
}

/** Person ids of the holders of the deciding office today; empty where Council decides. */
export const authorityHoldersToday = async (authority: Authority, reads: Reads): Promise<string[]> =>
  isOffice(authority) ? holdersOn(reads.rows(officeHolding), authority, reads.today) : [];

/** Whether one of the subjects is a superior of the person today. */
export async function answersToAny(subjects: Iterable<string>, person: string, reads: Reads): Promise<boolean> {
  const [state = people.initial] = await statesOf([person], reads);
  return (await statesOf(subjects, reads)).some((subject) => isSuperior(subject, state, reads.today));
}

/** A person, as a possible investigator. */
export interface Candidate {
  readonly inService: boolean;
  readonly may: boolean;
  /** Serves the city as a contractor. */
  readonly outside: boolean;
}

/**
 * Whether a person serves the city by contract alone: without an office and without a place in a
 * department. The only superior of such a person here is the authority that engages them, and the
 * same authority decides the case. Without this rule nobody from outside could investigate a City
 * Manager.
 */
const byContractAlone = (state: PersonState, day: Day): boolean =>
  trackOn(state, day) === 'contractor' &&
  departmentOf(state, day) === undefined &&
  officesOn(state, day).every(({ office }) => office === 'Employee');

/**
 * Whether a person may investigate among these parties. `deciders` are the person ids of the people
 * who decide the case.
 */
export async function candidate(person: string, parties: Parties, deciders: readonly string[], reads: Reads): Promise<Candidate> {
  const [state = people.initial] = await statesOf([person], reads);
  const below = byContractAlone(state, reads.today) ? [] : await statesOf(parties.subjects, reads);
  const holder = asHolder(person, state, parties, below, reads);
  return {
    inService: state.status !== 'absent' && inServiceOn(state, reads.today),
    may: mayInvestigate(holder, deciders),
    outside: trackOn(state, reads.today) === 'contractor',
  };
}

/**
 * Facts for `opens`: `below` is set if the caller, who investigates, has come to answer to a
 * subject since they were assigned. Nobody judges a superior: the office that releases the
 * investigator assigns another one.
 */
export async function investigatesSuperior(state: CaseState, reads: Reads): Promise<{ readonly below?: true }> {
  const { subjects } = partiesOf(state, new Set());
  const { may } = await candidate(reads.caller.person, { subjects, all: new Set() }, [], reads);
  return may ? {} : { below: true };
}

/** The facts of a case once another party is named. */
export interface Naming {
  readonly reporters: ReadonlySet<string>;
  /** The person named is in the directory. */
  readonly known: boolean;
  readonly settled: SettledAuthority | undefined;
  /** False where the present investigator has a conflict or is no longer in service. */
  readonly investigatorStays: boolean;
}

export async function naming(state: CaseState, added: Added, reads: Reads): Promise<Naming> {
  const reporters = await reportersIn(state, reads);
  const parties = partiesOf(state, reporters, added);
  const { settled, deciders } = await settledToday(parties, reads);
  const [named = people.initial] = await statesOf([added.subject ?? added.witness ?? ''].filter(Boolean), reads);
  const investigator = 'investigator' in state ? state.investigator : null;
  const investigates = investigator ? await candidate(investigator, parties, deciders, reads) : null;
  return {
    reporters,
    known: named.status !== 'absent',
    settled,
    investigatorStays: !investigates || (investigates.may && investigates.inService),
  };
}
