import { streamParts } from '../../platform/events/envelope.js';
import { process } from '../../platform/processes/process.js';
import {
  CheckInOverdue,
  CheckInRecorded,
  CheckInScheduled,
  CheckInsEnded,
  CheckInsOwed,
  RetaliationReported,
} from '../reports/reports.public.js';
import { MarkCheckInOverdue, ScheduleCheckIn } from './check-in.js';

/**
 * Schedules the next check-in until the period is over: for the sender of a report of retaliation
 * and, if the city's terms say so, for every employee who reported.
 */
export const scheduleCheckIn = process({
  name: 'schedule_check_in',
  version: 3,
  events: { RetaliationReported, CheckInsOwed, CheckInScheduled, CheckInRecorded, CheckInsEnded },
  fold: {
    RetaliationReported: (_, { recordedAt }, reportId) => ({ dueAt: recordedAt, data: { reportId } }),
    CheckInsOwed: (_, { recordedAt }, reportId) => ({ dueAt: recordedAt, data: { reportId } }),
    CheckInScheduled: () => null,
    CheckInRecorded: (_, { recordedAt }, reportId) => ({ dueAt: recordedAt, data: { reportId } }),
    CheckInsEnded: () => null,
  },
  act: (data: { readonly reportId: string }) => Object.assign(new ScheduleCheckIn(), data),
});

/** Marks a check-in that nobody made in time as overdue. */
export const checkInOverdue = process({
  name: 'check_in_overdue',
  version: 2,
  events: { CheckInScheduled, CheckInRecorded, CheckInOverdue },
  keys: {
    CheckInScheduled: ({ data }) => [data.checkInId],
    CheckInRecorded: ({ data }) => [data.checkInId],
    CheckInOverdue: ({ data }) => [data.checkInId],
  },
  fold: {
    CheckInScheduled: (_, { data, stream }) => ({
      dueAt: data.dueAt,
      data: { reportId: streamParts(stream).id, checkInId: data.checkInId },
    }),
    CheckInRecorded: () => null,
    CheckInOverdue: () => null,
  },
  act: (data: { readonly reportId: string; readonly checkInId: string }) => Object.assign(new MarkCheckInOverdue(), data),
});
