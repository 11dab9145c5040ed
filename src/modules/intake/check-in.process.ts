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

/** Whoever reported retaliation, and where the city says so every employee who reported, is asked again and again, until the time for it is over. */
export const scheduleCheckIn = process({
  name: 'schedule_check_in',
  version: 2,
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

/** A check-in that nobody made in time shows as overdue. */
export const checkInOverdue = process({
  name: 'check_in_overdue',
  version: 1,
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
