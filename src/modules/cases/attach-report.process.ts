import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { AttachReport, ReportAttached } from '../reports/reports.public.js';
import { CaseOpened } from './case.js';

interface Tie {
  readonly reportId: string;
  readonly caseId: string;
}

const events = { CaseOpened, ReportAttached };

/** Records in a report which case it belongs to. */
export const attachReport = process<Tie, typeof events>({
  name: 'attach_report',
  version: 2,
  events,
  keys: { CaseOpened: ({ data }) => [data.reportId] },
  fold: {
    CaseOpened: (_, { data, recordedAt, stream }) => ({
      dueAt: recordedAt,
      data: { reportId: data.reportId, caseId: streamParts(stream).id },
    }),
    ReportAttached: () => null,
  },
  act: ({ reportId, caseId }) => Object.assign(new AttachReport(), { reportId, caseId }),
});
