import { type AnyParties, partiesOf, type Standing, type StateReads } from '../../platform/access/parties.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { type ProceedingState, proceedings } from '../proceedings/proceedings.public.js';
import { type CaseState, cases } from './case.js';
import { recused, reportersIn } from './reporters.js';

export type { Standing };

/**
 * A person's standing to a case: walled off as one of its subjects, recused as a reporter, a
 * witness or by a declared conflict, or uninvolved.
 */
export const standingAmong = (state: CaseState, reporters: ReadonlySet<string>, person: string): Standing =>
  cases.hiddenFrom?.(state, person) ? 'walled' : recused(state, reporters, person) ? 'recused' : 'uninvolved';

export const standingOf = async (person: string, state: CaseState, reads: StateReads): Promise<Standing> =>
  standingAmong(state, await reportersIn(state, reads), person);

/**
 * Who has a part in a case or in a proceeding. A proceeding is its subject's own. To everybody else
 * its case decides; for another subject of the same case the proceeding does not exist.
 */
export const caseParties: readonly AnyParties[] = [
  partiesOf(cases, (state, person, reads) => standingOf(person, state, reads)),
  partiesOf(proceedings, async ({ subject, caseId }, person, reads) =>
    person === subject ? 'own' : standingOf(person, await reads.state(cases, caseId), reads),
  ),
];

/**
 * The case of a proceeding. Throws where there is none, because every proceeding comes from a case.
 */
export async function caseOf(caseId: string, reads: Pick<Reads, 'state'>): Promise<Exclude<CaseState, { status: 'absent' }>> {
  const state = await reads.state(cases, caseId);
  if (state.status === 'absent') throw new Error(`there is no case ${caseId}`);
  return state;
}

/** The caller's standing in the case of a proceeding. */
export const callersStanding = async (proceeding: ProceedingState, reads: Reads): Promise<Standing> =>
  proceeding.status === 'absent' ? 'uninvolved' : standingOf(reads.caller.person, await reads.state(cases, proceeding.caseId), reads);
