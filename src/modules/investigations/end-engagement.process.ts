import { process } from '../../platform/processes/process.js';
import { CaseClosed, InvestigatorAssigned, InvestigatorEngaged, InvestigatorReleased } from '../cases/cases.public.js';
import { EndEngagement } from './end-engagement.js';

/** Ends an engagement after its last day. */
export const endEngagement = process({
  name: 'end_engagement',
  version: 2,
  events: { InvestigatorEngaged, InvestigatorAssigned, InvestigatorReleased, CaseClosed },
  fold: {
    InvestigatorEngaged: (_, { data }, caseId) => ({ dueAt: data.until, data: { caseId } }),
    InvestigatorAssigned: () => null,
    InvestigatorReleased: () => null,
    CaseClosed: () => null,
  },
  act: ({ caseId }: { caseId: string }) => Object.assign(new EndEngagement(), { caseId }),
});
