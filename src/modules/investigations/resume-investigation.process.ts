import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { InvestigationResumed } from '../cases/cases.public.js';
import { ReturnedToInvestigation } from '../proceedings/proceedings.public.js';
import { ResumeInvestigation } from './resume-investigation.js';

interface Returned {
  readonly caseId: string;
  readonly proceedingId: string;
}

const events = { ReturnedToInvestigation, InvestigationResumed };

/** Resumes the investigation of a case when one of its proceedings was sent back. */
export const resumeInvestigation = process<Returned, typeof events>({
  name: 'resume_investigation',
  version: 2,
  events,
  keys: { InvestigationResumed: ({ data }) => [data.proceedingId] },
  fold: {
    ReturnedToInvestigation: (_, { data: { caseId }, stream, recordedAt }) => ({
      dueAt: recordedAt,
      data: { caseId, proceedingId: streamParts(stream).id },
    }),
    InvestigationResumed: () => null,
  },
  act: (data) => Object.assign(new ResumeInvestigation(), data),
});
