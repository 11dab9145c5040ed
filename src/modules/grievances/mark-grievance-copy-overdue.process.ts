import { process } from '../../platform/processes/process.js';
import { GrievanceCopyGiven, GrievanceCopyOverdue, GrievanceCopyOwed } from '../proceedings/proceedings.public.js';
import { FlagGrievanceCopy } from './mark-grievance-copy-overdue.js';

/**
 * Marks a copy of the grievance procedure that was not given in time as overdue. Law sets that
 * time, so a hold does not move it.
 */
export const flagGrievanceCopy = process({
  name: 'flag_grievance_copy',
  version: 2,
  events: { GrievanceCopyOwed, GrievanceCopyGiven, GrievanceCopyOverdue },
  fold: {
    GrievanceCopyOwed: (_, { data }, key) => ({ dueAt: data.dueAt, data: { proceedingId: key } }),
    GrievanceCopyGiven: () => null,
    GrievanceCopyOverdue: () => null,
  },
  act: (data: { readonly proceedingId: string }) => Object.assign(new FlagGrievanceCopy(), data),
});
