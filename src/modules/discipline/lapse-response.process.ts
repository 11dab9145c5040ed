import { pick } from '../../platform/events/event.js';
import { type Due, nothingDue, process } from '../../platform/processes/process.js';
import { proceedingEvents } from '../proceedings/proceedings.public.js';
import { LapseResponse } from './lapse-response.js';

interface Window {
  readonly proceedingId: string;
  readonly respondUntil: string;
}
const events = pick(
  proceedingEvents,
  'NoticeServed',
  'ResponseReceived',
  'ResponseLapsed',
  'DisciplineProposed',
  'DisciplineImposed',
  'NoActionTaken',
  'ReturnedToInvestigation',
  'ProceedingHeld',
  'ProceedingSeparated',
  'ProceedingSettled',
  'ProceedingResumed',
);

const due = (data: Window): Due<Window> => ({ dueAt: data.respondUntil, data });

/**
 * Lets a notice lapse when the time to respond has run out, unless a response, a new proposal or
 * the decision came first. That time stands still while the proceeding is held, or ended because
 * the subject left.
 */
export const lapseResponse = process<Window, typeof events>({
  name: 'lapse_response',
  version: 3,
  events,
  fold: {
    NoticeServed: (_, { data }, key) => due({ proceedingId: key, respondUntil: data.respondUntil }),
    ResponseReceived: () => null,
    ResponseLapsed: () => null,
    DisciplineProposed: () => null,
    DisciplineImposed: () => null,
    NoActionTaken: () => null,
    ReturnedToInvestigation: () => null,
    ProceedingSettled: () => null,
    ProceedingHeld: nothingDue,
    ProceedingSeparated: nothingDue,
    ProceedingResumed: (row, { data }) => row && due({ ...row.data, respondUntil: data.respondUntil ?? row.data.respondUntil }),
  },
  act: ({ proceedingId }) => Object.assign(new LapseResponse(), { proceedingId }),
});
