import { office } from '../../platform/access/access.js';
import type { Refuse } from '../../platform/refusals/refuse.js';
import { cases, decider, intake, investigator } from '../cases/cases.public.js';
import type { EvidenceState, PresentEvidence } from './evidence.js';
import type { PresentInterview } from './interview.js';

/**
 * The grants to work on a case's evidence. HR has one only where HR investigates, as the
 * investigator. The subject sees disclosed items through other queries.
 */
export const worksOnEvidence = [investigator, intake, decider, office('City Attorney')];
export const disclosesEvidence = [decider, office('City Attorney')];

/** These commands are judged on the case, because roles and walls belong to the case. */
export const judgedOnCase = { stream: cases, of: ({ caseId }: { readonly caseId: string }) => caseId };

/** An item of this case. An item of another case does not exist here. */
export function itemOf(caseId: string, state: EvidenceState, refuse: Refuse<'resource.not-found'>): PresentEvidence {
  if (state.status === 'absent' || state.caseId !== caseId) return refuse('resource.not-found');
  return state;
}

/** An interview of this case. An interview of another case does not exist here. */
export const interviewOf = <I extends PresentInterview>(caseId: string, state: I, refuse: Refuse<'resource.not-found'>): I =>
  state.caseId === caseId ? state : refuse('resource.not-found');
