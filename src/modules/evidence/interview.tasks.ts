import { tasksOf } from '../../platform/tasks/task.js';
import { interviews } from './interview.js';
import { HoldInterview } from './record-interview.js';

/** An interview that was planned is held by the investigator of the day. */
export const interviewTasks = tasksOf({
  stream: interviews,
  version: 1,
  steps: { 'hold-interview': { command: HoldInterview, clause: 'VIO-3' } },
  of: (state, interviewId) =>
    state.status === 'planned'
      ? [{ step: 'hold-interview', owners: ['whoever may'], fields: { caseId: state.caseId, interviewId }, dueAt: state.on }]
      : [],
});
