import type { AnyStream, StateOf } from '../events/stream.js';
import type { Caller, Office } from '../ground/caller.js';

export { type Caller, type HeldOffice, type Office, offices } from '../ground/caller.js';

export const systemCaller: Caller = { person: '00000000-0000-0000-0000-000000000000', offices: [{ office: 'System' }] };

/**
 * A caller without a login. Nothing tells one such caller from another, not even an employee from a
 * stranger.
 */
export const publicCaller: Caller = { person: 'ffffffff-ffff-ffff-ffff-ffffffffffff', offices: [{ office: 'Public' }] };

/**
 * A named rule that lets a caller in. It has a name so that the access matrix can be generated from
 * the declarations.
 */
export interface Grant<State = never> {
  readonly name: string;
  readonly kind: 'office' | 'role' | 'anyone';
  /** Present on office grants. */
  readonly office?: Office;
  /** The office in which the caller acts; undefined where this grant does not let them in. */
  readonly admits: (caller: Caller, state: State) => Office | undefined;
}
// biome-ignore lint/suspicious/noExplicitAny: the widest grant
export type AnyGrant = Grant<any>;

const holds = (caller: Caller, office: Office): Office | undefined =>
  caller.offices.some((held) => held.office === office) ? office : undefined;

/** Lets in every person who holds the office today. */
// biome-ignore lint/suspicious/noExplicitAny: an office grant fits every state
export const office = (name: Office): Grant<any> => ({ name, kind: 'office', office: name, admits: (caller) => holds(caller, name) });

/** Lets in every person in service. */
// biome-ignore lint/suspicious/noExplicitAny: fits every state
export const anyone: Grant<any> = {
  name: 'anyone in service',
  kind: 'anyone',
  admits: (caller) => caller.offices.find((held) => held.office !== 'System' && held.office !== 'Public')?.office,
};

/** Lets in Casebook's own durable processes. */
export const system = office('System');

/** Lets in callers without a login. */
export const publicly = office('Public');

/**
 * A role that a person plays in one stream, such as this case's investigator or the authority that
 * decides it. `plays` returns true for a person (who then acts in their first office), or the
 * office in which they play the role.
 */
export const role = <S extends AnyStream>(
  name: string,
  _stream: S,
  plays: (state: StateOf<S>, caller: Caller) => boolean | Office | undefined,
): Grant<StateOf<S>> => ({
  name,
  kind: 'role',
  admits: (caller, state) => {
    const answer = plays(state, caller);
    return answer === true ? caller.offices[0]?.office : answer || undefined;
  },
});

/** The office from the first grant that lets the caller in; undefined where none does. */
export function admit<State>(grants: readonly Grant<State>[], caller: Caller, state: State): Office | undefined {
  for (const grant of grants) {
    const acting = grant.admits(caller, state);
    if (acting) return acting;
  }
  return undefined;
}
