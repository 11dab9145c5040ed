import { ReleaseWork, work } from '../../platform/processes/work.js';
import { tasksOf } from '../../platform/tasks/task.js';

/** Work that a process gave up waits until somebody removes the obstacle. */
export const workTasks = tasksOf({
  stream: work,
  version: 1,
  steps: { 'release-work': { command: ReleaseWork, clause: null } },
  of: (state, workId) =>
    state.status === 'parked' ? [{ step: 'release-work', owners: ['IT Director'], fields: { workId }, dueAt: null }] : [],
});
