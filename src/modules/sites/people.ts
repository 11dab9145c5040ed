import type { Reads } from '../../platform/queries/query-handler.js';
import { type AssignableOffice, holdersOn, inServiceOn, officeHolding, people } from '../directory/directory.public.js';

/** Person ids of who holds an office today. */
export const holdersToday = (office: AssignableOffice, reads: Reads): Promise<string[]> =>
  holdersOn(reads.rows(officeHolding), office, reads.today);

/** Those of the persons who are in service today. */
export async function inServiceToday(persons: readonly string[], reads: Reads): Promise<ReadonlySet<string>> {
  const states = await Promise.all(persons.map((person) => reads.state(people, person)));
  const serves = (at: number) => {
    const state = states[at];
    return state !== undefined && state.status !== 'absent' && inServiceOn(state, reads.today);
  };
  return new Set(persons.filter((_, at) => serves(at)));
}
