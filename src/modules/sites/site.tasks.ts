import { tasksOf } from '../../platform/tasks/task.js';
import { ActivateSite } from './activate-site.js';
import { DecideAdministratorChange } from './change-administrators.js';
import { ApproveSite } from './decide-site.js';
import { isApproved, sites } from './site.js';

/** What waits for a decision about a site, and a site that was approved and is not live. */
export const siteTasks = tasksOf({
  stream: sites,
  version: 1,
  steps: {
    'decide-site': { command: ApproveSite, clause: 'GEN-2' },
    'activate-site': { command: ActivateSite, clause: 'GEN-4' },
    'decide-administrator-change': { command: DecideAdministratorChange, clause: 'GEN-3' },
  },
  of(state, siteId) {
    const manager = { owners: ['City Manager'], watcher: 'Communications Manager', dueAt: null } as const;
    if (state.status === 'proposed') return [{ ...manager, step: 'decide-site', fields: { siteId } }];
    if (!isApproved(state) || state.status === 'retired') return [];
    const changes = [...state.pending.keys()].map(
      (person) => ({ ...manager, step: 'decide-administrator-change', fields: { siteId, person } }) as const,
    );
    if (state.status !== 'approved') return changes;
    return [{ step: 'activate-site', owners: ['Communications Manager'], fields: { siteId }, dueAt: null }, ...changes];
  },
});
