import { pick } from '../../platform/events/event.js';
import { type Due, nothingDue, process } from '../../platform/processes/process.js';
import { proceedingEvents } from '../proceedings/proceedings.public.js';
import { MakeFinal } from './make-final.js';

interface Window {
  readonly proceedingId: string;
  readonly grievableUntil: string;
}
const events = pick(
  proceedingEvents,
  'DisciplineImposed',
  'DisciplineBecameFinal',
  'GrievanceFiled',
  'ProceedingHeld',
  'ProceedingResumed',
);

const due = (data: Window): Due<Window> => ({ dueAt: data.grievableUntil, data });

/**
 * Makes discipline final when the time to grieve has run out, unless it is grieved. That time
 * stands still while the proceeding is held.
 */
export const makeFinal = process<Window, typeof events>({
  name: 'make_final',
  version: 3,
  events,
  fold: {
    DisciplineImposed: (_, { data }, key) =>
      data.grievableUntil === null ? null : due({ proceedingId: key, grievableUntil: data.grievableUntil }),
    DisciplineBecameFinal: () => null,
    GrievanceFiled: () => null,
    ProceedingHeld: nothingDue,
    ProceedingResumed: (row, { data }) => row && due({ ...row.data, grievableUntil: data.grievableUntil ?? row.data.grievableUntil }),
  },
  act: ({ proceedingId }) => Object.assign(new MakeFinal(), { proceedingId }),
});
