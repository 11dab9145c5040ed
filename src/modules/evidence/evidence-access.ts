import { office } from '../../platform/access/access.js';
import type { QueryReads, Reads } from '../../platform/queries/query-handler.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import {
  type CaseState,
  cases,
  decider,
  intake,
  investigator,
  recused,
  reportersIn,
  type Standing,
  standingOf,
  standingRefusals,
} from '../cases/cases.public.js';
import type { EvidenceState, PresentEvidence } from './evidence.js';

/**
 * The grants to work on a case's evidence. HR has one only where HR investigates, as the
 * investigator. The subject sees disclosed items through other queries.
 */
export const worksOnEvidence = [investigator, intake, decider, office('City Attorney')];
export const disclosesEvidence = [decider, office('City Attorney')];

/** These commands are judged on the case, because roles and walls belong to the case. */
export const judgedOnCase = { stream: cases, of: ({ caseId }: { readonly caseId: string }) => caseId };

/** The caller's standing in the case. */
export const standingIn = async (caseId: string, reads: Pick<Reads, 'state' | 'caller'>): Promise<Standing> =>
  standingOf(reads.caller.person, await reads.state(cases, caseId), reads);

export { standingRefusals };

/** A reporter or a witness has no part in the work on the case. They get one generic answer. */
export function mustBeUninvolvedIn(standing: Standing, refuse: Refuse<keyof typeof standingRefusals>): void {
  if (standing === 'walled') refuse('resource.not-found');
  if (standing === 'recused') refuse('access.not-permitted');
}

/**
 * The case as it is now. Refuses a caller who reported it, who witnessed it, or who declared a
 * conflict.
 */
export async function caseOfUninvolved(caseId: string, reads: QueryReads, refuse: Refuse<'access.not-permitted'>): Promise<CaseState> {
  const { current, caller } = reads;
  const state = await current.state(cases, caseId);
  return recused(state, await reportersIn(state, current), caller.person) ? refuse('access.not-permitted') : state;
}

/** An item of this case. An item of another case does not exist here. */
export function itemOf(caseId: string, state: EvidenceState, refuse: Refuse<'resource.not-found'>): PresentEvidence {
  if (state.status === 'absent' || state.caseId !== caseId) return refuse('resource.not-found');
  return state;
}
