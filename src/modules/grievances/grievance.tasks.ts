import { person, type Task, tasksOf } from '../../platform/tasks/task.js';
import { actsFor } from '../procedure/procedure.public.js';
import { courseOf, type ProceedingState, proceedings } from '../proceedings/proceedings.public.js';
import { AdvanceGrievance } from './advance-grievance.js';
import { AppointHearingOfficer } from './appoint-hearing-officer.js';
import { DecideGrievance } from './decide-grievance.js';
import { FileGrievance } from './file-grievance.js';
import { GiveGrievanceCopy } from './give-grievance-copy.js';

const steps = {
  'give-grievance-copy': { command: GiveGrievanceCopy, clause: 'VIO-3' },
  'file-grievance': { command: FileGrievance, clause: 'VIO-3', right: true },
  'appoint-hearing-officer': { command: AppointHearingOfficer, clause: 'VIO-3' },
  'decide-grievance': { command: DecideGrievance, clause: 'VIO-3' },
  'advance-grievance': { command: AdvanceGrievance, clause: 'VIO-3', right: true },
} as const;
type Owed = Omit<Task<keyof typeof steps>, 'fields'>;

function owedIn(state: ProceedingState): readonly Owed[] {
  switch (state.status) {
    case 'imposed':
      return [{ step: 'file-grievance', owners: [person(state.subject)], dueAt: state.discipline.grievableUntil }];
    case 'grieved': {
      const { step, officer, decideBy } = state.grievance;
      if (step.hears !== null) return [{ step: 'decide-grievance', owners: actsFor(step.hears), dueAt: decideBy, watcher: 'HR' }];
      if (officer) return [{ step: 'decide-grievance', owners: [person(officer.person)], dueAt: decideBy, watcher: 'HR' }];
      return [{ step: 'appoint-hearing-officer', owners: ['HR', 'City Clerk'], dueAt: decideBy }];
    }
    case 'grievance-answered':
      return state.advanceUntil === null
        ? []
        : [{ step: 'advance-grievance', owners: [person(state.subject)], dueAt: state.advanceUntil, watcher: 'HR' }];
    default:
      return [];
  }
}

/** The steps of a grievance, and the copy of the procedure that the city owes. */
export const grievanceTasks = tasksOf({
  stream: proceedings,
  version: 1,
  steps,
  of(state, proceedingId) {
    if (state.status === 'absent') return [];
    const course = courseOf(state);
    const copy = 'discipline' in course && course.discipline.copy;
    const owed: readonly Owed[] = [
      ...(copy && copy.givenOn === null ? [{ step: 'give-grievance-copy', owners: ['HR'], dueAt: copy.dueAt } as const] : []),
      ...owedIn(state),
    ];
    return owed.map((one) => ({ ...one, fields: { proceedingId } }));
  },
});
