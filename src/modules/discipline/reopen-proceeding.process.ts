import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { CaseReopened } from '../cases/cases.public.js';
import { ProceedingReopened, proceedingId } from '../proceedings/proceedings.public.js';
import { ReopenProceeding } from './reopen-proceeding.js';

/** Reopens the proceedings of the subjects whose outcomes a reopened case sets aside. */
export const reopenProceeding = process({
  name: 'reopen_proceeding',
  version: 2,
  events: { CaseReopened, ProceedingReopened },
  keys: {
    CaseReopened: ({ data, stream }) => [...new Set(data.setAside.map(({ subject }) => proceedingId(streamParts(stream).id, subject)))],
  },
  fold: {
    CaseReopened: (_, { stream, recordedAt, data }, key) => {
      const caseId = streamParts(stream).id;
      const own = data.setAside.filter(({ subject }) => proceedingId(caseId, subject) === key);
      return {
        dueAt: recordedAt,
        data: { caseId, subject: own[0]?.subject ?? '', allegationIds: own.map(({ allegationId }) => allegationId) },
      };
    },
    ProceedingReopened: () => null,
  },
  act: (data: Pick<ReopenProceeding, 'caseId' | 'subject' | 'allegationIds'>) => Object.assign(new ReopenProceeding(), data),
});
