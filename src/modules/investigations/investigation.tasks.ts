import { person, tasksOf } from '../../platform/tasks/task.js';
import { cases } from '../cases/cases.public.js';
import { actsFor } from '../procedure/procedure.public.js';
import { AssignInvestigator } from './assign-investigator.js';
import { FileReport } from './file-investigation-report.js';
import { IssueDetermination } from './issue-determination.js';
import { ReviewReport } from './review-investigation-report.js';

/** Who appoints, who investigates, who reviews the report, who decides on it. */
export const investigationTasks = tasksOf({
  stream: cases,
  version: 1,
  steps: {
    'assign-investigator': { command: AssignInvestigator, clause: 'VIO-3' },
    investigate: { command: FileReport, clause: 'VIO-3' },
    'review-report': { command: ReviewReport, clause: 'VIO-3' },
    determine: { command: IssueDetermination, clause: 'VIO-3' },
  },
  of(state, caseId) {
    if ((state.status !== 'investigating' && state.status !== 'reported') || state.vacant) return [];
    const { authority, dueAt, investigator } = state;
    const fields = { caseId };
    const deciders = actsFor(authority.decides);
    if (state.status === 'investigating') {
      if (investigator !== null)
        return [{ step: 'investigate', owners: [person(investigator)], fields, dueAt, ...(deciders[0] && { watcher: deciders[0] }) }];
      return [{ step: 'assign-investigator', owners: [...new Set([...authority.intake, ...deciders])], fields, dueAt }];
    }
    return [
      { step: 'determine', owners: deciders, fields, dueAt },
      ...(state.review ? [] : [{ step: 'review-report', owners: ['City Attorney'], fields, dueAt } as const]),
    ];
  },
});
