import { tasksOf } from '../../platform/tasks/task.js';
import { actsFor } from '../procedure/procedure.public.js';
import { cases } from './case.js';
import { ResumeCase } from './resume-case.js';
import { SettleAuthority } from './settle-authority.js';
import { TriageCase } from './triage-case.js';

/** Who takes in, who settles an authority that nobody holds, who resumes a case that rests. */
export const caseTasks = tasksOf({
  stream: cases,
  version: 1,
  steps: {
    'settle-authority': { command: SettleAuthority, clause: 'VIO-1' },
    triage: { command: TriageCase, clause: 'VIO-1' },
    'resume-case': { command: ResumeCase, clause: 'VIO-3' },
  },
  of(state, caseId) {
    if (state.status === 'absent') return [];
    const { status, vacant, authority, dueAt } = state;
    const fields = { caseId };
    if (vacant) return [{ step: 'settle-authority', owners: ['City Clerk', 'City Attorney', 'HR'], fields, dueAt }];
    if (status === 'triage') return [{ step: 'triage', owners: authority.intake, fields, dueAt }];
    if (status === 'abeyance') return [{ step: 'resume-case', owners: actsFor(authority.decides), fields, dueAt: null }];
    return [];
  },
});
