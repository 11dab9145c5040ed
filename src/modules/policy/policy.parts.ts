import type { Parts } from '../../platform/parts.js';
import { AcknowledgePolicyHandler } from './acknowledge-policy.js';
import { acknowledgements } from './acknowledgement.js';
import { AdoptPolicyVersionHandler } from './adopt-policy-version.js';
import { GetPolicyHandler } from './get-policy.js';
import { ListAcknowledgementsHandler } from './list-acknowledgements.js';
import { ListPolicyVersionsHandler } from './list-policy-versions.js';
import { NoteUnresolvedContinuityHandler } from './note-unresolved-continuity.js';
import { policies } from './policy.js';

/** What the module is made of: the application, the view worker and the generators read it without Nest. */
export const policyParts: Parts = {
  name: 'policy',
  streams: [policies, acknowledgements],
  slices: [AdoptPolicyVersionHandler, NoteUnresolvedContinuityHandler, AcknowledgePolicyHandler],
  reads: [GetPolicyHandler, ListPolicyVersionsHandler, ListAcknowledgementsHandler],
  views: [],
  processes: [],
};
