import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import { ReportReceived } from '../reports/reports.public.js';
import { CaseOpened } from './case.js';
import { OpenCase } from './open-case.js';

const events = { ReportReceived, CaseOpened };

/** Opens a case for every report: VIO-1, VIO-2. */
export const openCase = process<{ reportId: string }, typeof events>({
  name: 'open_case',
  version: 2,
  events,
  keys: { CaseOpened: ({ data }) => [data.reportId] },
  fold: {
    ReportReceived: (_, { recordedAt, stream }) => ({ dueAt: recordedAt, data: { reportId: streamParts(stream).id } }),
    CaseOpened: () => null,
  },
  act: ({ reportId }) => Object.assign(new OpenCase(), { reportId }),
});
