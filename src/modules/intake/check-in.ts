import { Command } from '@nestjs/cqrs';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { anyone, system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { type Day, plusDays } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { dueIn, termsOn } from '../procedure/procedure.public.js';
import {
  CheckInOverdue,
  CheckInRecorded,
  CheckInScheduled,
  CheckInsEnded,
  type Contact,
  contacts,
  reportRefusals,
  reports,
} from '../reports/reports.public.js';
import { roleOf, worksOnReport } from './report-roles.js';

/** Schedules the next check-in with the sender of a report, or ends the check-ins. */
export class ScheduleCheckIn extends Command<Receipt> {
  @IsUUID() reportId!: string;
}

export const ScheduleCheckInHandler = commandHandler(ScheduleCheckIn, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [system],
  refuses: reportRefusals('report.check-in-open'),
  opens: (state, { refuse }) => ([...state.checkIns.values()].some(({ on }) => on === null) ? refuse('report.check-in-open') : state),
  gather: async (_, __, reads) => ({ terms: await termsOn(reads.today, reads) }),
  decide(_, state, { today, timeZone, newId, facts: { terms } }) {
    if (today >= plusDays(state.receivedOn, terms.checkInsFor)) return [CheckInsEnded({})];
    return [CheckInScheduled({ checkInId: newId('check-in'), dueAt: dueIn(terms.checkInEvery, { today, timeZone }) })];
  },
});

/** Records that the sender was asked whether they suffer retaliation, and what they answered. */
export class RecordCheckIn extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsUUID() checkInId!: string;
  @IsDay() on!: Day;
  @IsIn(contacts) how!: Contact;
  @IsProse(20_000) note!: string;
  /** The sender says that retaliation began or continues. */
  @IsBoolean() retaliation!: boolean;
}

export const RecordCheckInHandler = commandHandler(RecordCheckIn, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [anyone],
  refuses: {
    ...platformRefusals('resource.not-found'),
    ...reportRefusals('report.no-such-check-in', 'report.checked-in-already', 'report.checked-in-future'),
  },
  knows: roleOf,
  opens: worksOnReport,
  asks: ({ checkIns }) => ({ choices: { checkInId: [...checkIns].flatMap(([id, { on }]) => (on === null ? [id] : [])) } }),
  decide({ checkInId, on, how, note, retaliation }, state, { today, refuse }) {
    const checkIn = state.checkIns.get(checkInId);
    if (!checkIn) return refuse('report.no-such-check-in');
    if (checkIn.on !== null) return refuse('report.checked-in-already');
    if (on > today) return refuse('report.checked-in-future');
    return [CheckInRecorded({ checkInId, on, how, note: seal(note), retaliation })];
  },
});

/** A check-in was not made in time. */
export class MarkCheckInOverdue extends Command<Receipt> {
  @IsUUID() reportId!: string;
  @IsUUID() checkInId!: string;
}

export const MarkCheckInOverdueHandler = commandHandler(MarkCheckInOverdue, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [system],
  refuses: reportRefusals('report.check-in-not-due'),
  opens: 'always',
  decide({ checkInId }, state, { now, refuse }) {
    const checkIn = state.checkIns.get(checkInId);
    if (!checkIn || checkIn.on !== null || checkIn.overdue || now < checkIn.dueAt) return refuse('report.check-in-not-due');
    return [CheckInOverdue({ checkInId, wasDueAt: checkIn.dueAt })];
  },
});
