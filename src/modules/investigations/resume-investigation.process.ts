import { streamParts } from '../../platform/events/envelope.js';
import { nothingDue, process } from '../../platform/processes/process.js';
import { InvestigationResumed } from '../cases/cases.public.js';
import { ProceedingOpened, ReturnedToInvestigation } from '../proceedings/proceedings.public.js';
import { ResumeInvestigation } from './resume-investigation.js';

interface Returned {
  readonly caseId: string;
  readonly proceedingId: string;
  readonly subject: string;
}

const events = { ProceedingOpened, ReturnedToInvestigation, InvestigationResumed };

/** Resumes the investigation of a case when one of its proceedings was sent back. */
export const resumeInvestigation = process<Returned, typeof events>({
  name: 'resume_investigation',
  version: 1,
  events,
  keys: { InvestigationResumed: ({ data }) => [data.proceedingId] },
  fold: {
    ProceedingOpened: (_, { data: { caseId, subject }, stream }) => ({
      dueAt: null,
      data: { caseId, subject, proceedingId: streamParts(stream).id },
    }),
    ReturnedToInvestigation: (row, { recordedAt }) => row && { ...row, dueAt: recordedAt },
    InvestigationResumed: nothingDue,
  },
  act: (data) => Object.assign(new ResumeInvestigation(), data),
});
