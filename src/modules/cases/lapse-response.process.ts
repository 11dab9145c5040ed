import { process } from '../../platform/processes/process.js';
import { LapseResponse } from './lapse-response.js';
import { proceedingEvents } from './proceeding.js';

const { NoticeServed, ResponseReceived, ResponseLapsed, DisciplineProposed, DisciplineImposed, NoActionTaken } = proceedingEvents;

/** A notice lapses when the time to respond has run out, unless a response, a new proposal or the decision came first. */
export const lapseResponse = process({
  name: 'lapse_response',
  version: 1,
  events: { NoticeServed, ResponseReceived, ResponseLapsed, DisciplineProposed, DisciplineImposed, NoActionTaken },
  fold: {
    NoticeServed: (_, { data }, key) => ({ dueAt: data.respondUntil, data: { proceedingId: key } }),
    ResponseReceived: () => null,
    ResponseLapsed: () => null,
    DisciplineProposed: () => null,
    DisciplineImposed: () => null,
    NoActionTaken: () => null,
  },
  act: (data: { readonly proceedingId: string }) => Object.assign(new LapseResponse(), data),
});
