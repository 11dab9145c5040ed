import { pick } from '../../platform/events/event.js';
import { type Due, nothingDue, process } from '../../platform/processes/process.js';
import { proceedingEvents } from '../proceedings/proceedings.public.js';
import { ExhaustGrievance } from './exhaust-grievance.js';

interface Running {
  readonly proceedingId: string;
  readonly exhaustsAt: string | null;
  readonly advanceUntil: string | null;
}

const events = pick(
  proceedingEvents,
  'GrievanceFiled',
  'GrievanceAdvanced',
  'GrievanceDecided',
  'GrievanceWithdrawn',
  'GrievanceExhausted',
  'DisciplineSettled',
  'ProceedingHeld',
  'ProceedingResumed',
  'ProceedingSeparated',
);

const due = (data: Running): Due<Running> => ({
  dueAt: [data.exhaustsAt, data.advanceUntil].filter((one) => one !== null).sort()[0] ?? null,
  data,
});

/**
 * Ends a grievance when the time to take it on has run out, or when the procedure counts as
 * exhausted. Nothing falls due while the proceeding is held. The time that law sets from the start
 * of the procedure does not move by the hold.
 */
export const exhaustGrievance = process<Running, typeof events>({
  name: 'exhaust_grievance',
  version: 3,
  events,
  fold: {
    GrievanceFiled: (_, { data }, proceedingId) => due({ proceedingId, exhaustsAt: data.exhaustsAt, advanceUntil: null }),
    GrievanceAdvanced: (row) => row && due({ ...row.data, advanceUntil: null }),
    GrievanceDecided: (row, { data }) => row && (data.advanceUntil === null ? null : due({ ...row.data, advanceUntil: data.advanceUntil })),
    GrievanceWithdrawn: () => null,
    GrievanceExhausted: () => null,
    DisciplineSettled: () => null,
    ProceedingHeld: nothingDue,
    ProceedingSeparated: nothingDue,
    ProceedingResumed: (row, { data }) => row && due({ ...row.data, advanceUntil: data.advanceUntil ?? row.data.advanceUntil }),
  },
  act: ({ proceedingId }) => Object.assign(new ExhaustGrievance(), { proceedingId }),
});
