import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { ReportMoved } from '../reports/reports.public.js';
import { ReportJoined } from './case.js';
import { JoinReport } from './join-report.js';

/** Takes a moved report into its new case. */
export const joinReport = process({
  name: 'join_report',
  version: 2,
  events: { ReportMoved, ReportJoined },
  keys: { ReportJoined: ({ data }) => [data.reportId] },
  fold: {
    ReportMoved: (_, { data, recordedAt, stream }) => ({
      dueAt: recordedAt,
      data: { reportId: streamParts(stream).id, caseId: data.caseId },
    }),
    ReportJoined: () => null,
  },
  act: (data: { readonly reportId: string; readonly caseId: string }) => Object.assign(new JoinReport(), data),
});
