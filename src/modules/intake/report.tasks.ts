import { tasksOf } from '../../platform/tasks/task.js';
import { mayBeWrittenTo, reports } from '../reports/reports.public.js';
import { AcknowledgeReport } from './acknowledge-report.js';
import { RecordCheckIn } from './check-in.js';
import { DiscloseReporter } from './disclose-reporter.js';
import { WriteToSender } from './exchange-messages.js';

/** The case of a report says who deals with it. */
const owners = ['whoever may'] as const;

/** What the city owes the sender of a report. */
export const reportTasks = tasksOf({
  stream: reports,
  version: 1,
  steps: {
    'acknowledge-report': { command: AcknowledgeReport, clause: 'VIO-1' },
    'answer-sender': { command: WriteToSender, clause: 'VIO-1' },
    'check-in': { command: RecordCheckIn, clause: 'VIO-1' },
    'decide-disclosure': { command: DiscloseReporter, clause: 'VIO-1' },
  },
  of(state, reportId) {
    if (state.status === 'absent') return [];
    // A sender who hears that the report is closed needs no acknowledgement.
    const closed = state.status === 'declined' || state.status === 'referred';
    const unanswered = state.messages.at(-1)?.from === 'sender' && mayBeWrittenTo(state);
    const step = { owners, fields: { reportId }, dueAt: null };
    return [
      ...(state.acknowledgedOn === null && !closed ? [{ ...step, step: 'acknowledge-report' } as const] : []),
      ...(unanswered ? [{ ...step, step: 'answer-sender' } as const] : []),
      ...[...state.checkIns]
        .filter(([, { on }]) => on === null)
        .map(([checkInId, { dueAt }]) => ({ ...step, step: 'check-in', fields: { reportId, checkInId }, dueAt }) as const),
      ...[...state.disclosures]
        .filter(([, { disclosed }]) => !disclosed)
        .map(([disclosureId]) => ({ ...step, step: 'decide-disclosure', fields: { reportId, disclosureId } }) as const),
    ];
  },
});
