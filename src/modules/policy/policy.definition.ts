import { pick } from '../../platform/events/event.js';
import type { ModuleDefinition } from '../../platform/module-definition.js';
import { AcknowledgePolicyHandler } from './acknowledge-policy.js';
import { acknowledgements } from './acknowledgement.js';
import { acknowledgementList, ListVersionAcknowledgementsHandler } from './acknowledgement-list.view.js';
import { AdoptPolicyVersionHandler } from './adopt-policy-version.js';
import { AmendPolicyHandler } from './amend-policy.js';
import { GetPolicyHandler } from './get-policy.js';
import { GetPolicyVersionHandler } from './get-policy-version.js';
import { GetRedlineHandler } from './get-redline.js';
import { ListAcknowledgementsHandler } from './list-acknowledgements.js';
import { ListAmendmentsHandler } from './list-amendments.js';
import { ListInterpretationsHandler } from './list-interpretations.js';
import { ListPolicyVersionsHandler } from './list-policy-versions.js';
import { NoteUnresolvedContinuityHandler } from './note-unresolved-continuity.js';
import { policies, policyId, versionOn } from './policy.js';
import { GetPolicyActionsHandler } from './policy-actions.js';
import { RecordInterpretationHandler } from './record-interpretation.js';
import { RescindPolicyHandler } from './rescind-policy.js';
import { WithdrawPolicyChangeHandler } from './withdraw-policy-change.js';

/** The module without Nest, for the application, the views' thread and the generators. */
export const policyDefinition: ModuleDefinition = {
  name: 'policy',
  streams: [policies, acknowledgements],
  commandHandlers: [
    AdoptPolicyVersionHandler,
    AmendPolicyHandler,
    RescindPolicyHandler,
    WithdrawPolicyChangeHandler,
    RecordInterpretationHandler,
    NoteUnresolvedContinuityHandler,
    AcknowledgePolicyHandler,
  ],
  queryHandlers: [
    GetPolicyActionsHandler,
    GetPolicyHandler,
    GetPolicyVersionHandler,
    GetRedlineHandler,
    ListPolicyVersionsHandler,
    ListAmendmentsHandler,
    ListInterpretationsHandler,
    ListAcknowledgementsHandler,
    ListVersionAcknowledgementsHandler,
  ],
  views: [acknowledgementList],
  processes: [],
  routes: () => import('./policy.routes.js'),
  policyVersionOn: async (streams, day) => versionOn((await streams.folded(policies, policyId)).state, day)?.version ?? null,
  clauses: {
    'CIV-6': {
      records: [policies.events.PolicyAmended, policies.events.InterpretationRecorded],
      monitors: [ListAmendmentsHandler, ListInterpretationsHandler],
    },
    'HOUSE-1': {
      records: Object.values(
        pick(policies.events, 'PolicyVersionAdopted', 'PolicyAmended', 'PolicyRescinded', 'PolicyChangeWithdrawn', 'ContinuityUnresolved'),
      ),
      monitors: [ListPolicyVersionsHandler, ListAmendmentsHandler, GetRedlineHandler, GetPolicyHandler],
    },
    'HOUSE-2': { monitors: [GetPolicyHandler] },
  },
};
