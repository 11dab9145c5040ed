import { Column } from 'typeorm';
import { anyone } from '../../platform/access/access.js';
import { pick } from '../../platform/events/event.js';
import { endOfDay, plusDays } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { type Fields, VersionedRow, view } from '../../platform/rows/view.js';
import { termsOn } from '../procedure/procedure.public.js';
import { reportEvents, reports } from '../reports/reports.public.js';
import { roleIn } from './report-roles.js';

export class ReportDutyRow extends VersionedRow {
  @Column('text') receivedOn!: string;
  /** Stands for the person who sent it, where it is one of the city's people: their id is in no list. */
  @Column('text', { nullable: true }) sentBy!: string | null;
  @Column('boolean') acknowledged!: boolean;
  /** When the sender wrote first of what was not answered yet. */
  @Column('text', { nullable: true }) unanswered!: string | null;
  @Column('text', { nullable: true }) checkIn!: string | null;
  @Column('text', { nullable: true }) checkInDueAt!: string | null;
  /** Something is owed to the sender. */
  @Column('boolean') owed!: boolean;
}
type Duty = Fields<ReportDutyRow>;

const moved = (row: Duty | null, change: Partial<Duty>): Duty | null => {
  if (!row) return row;
  const next = { ...row, ...change };
  return { ...next, owed: !next.acknowledged || next.unanswered !== null || next.checkIn !== null };
};
/** By what a person's own reports are found. */
export const senderKey = (person: string): string => derivedId('sender', person);
const done = { checkIn: null, checkInDueAt: null };

/** One row for each report: what is owed to its sender. */
export const reportDuties = view({
  name: 'report_duties',
  version: 2,
  row: ReportDutyRow,
  events: pick(
    reportEvents,
    'ReportReceived',
    'ReporterIdentified',
    'ReportAcknowledged',
    'ReportDeclined',
    'ReportReferred',
    'SenderWrote',
    'SenderWrittenTo',
    'CheckInScheduled',
    'CheckInRecorded',
  ),
  fold: {
    ReportReceived: (_, { data }): Duty => ({
      receivedOn: data.receivedOn,
      sentBy: null,
      acknowledged: false,
      unanswered: null,
      ...done,
      owed: true,
    }),
    ReporterIdentified: (row, { data }) => moved(row, { sentBy: data.person && senderKey(data.person) }),
    ReportAcknowledged: (row) => moved(row, { acknowledged: true }),
    // Whoever is told that it is closed needs no receipt.
    ReportDeclined: (row) => moved(row, { acknowledged: true }),
    ReportReferred: (row) => moved(row, { acknowledged: true }),
    SenderWrote: (row, { recordedAt }) => moved(row, { unanswered: row?.unanswered ?? recordedAt }),
    SenderWrittenTo: (row) => moved(row, { unanswered: null }),
    CheckInScheduled: (row, { data }) => moved(row, { checkIn: data.checkInId, checkInDueAt: data.dueAt }),
    CheckInRecorded: (row) => moved(row, done),
  },
  listings: [
    { by: ['owed'], order: 'receivedOn' },
    { by: ['sentBy'], order: 'receivedOn' },
  ],
});

/** Something that is owed to the sender of a report. */
export class ReportDuty {
  reportId!: string;
  caseId!: string;
  kind!: 'acknowledgement' | 'answer' | 'check-in';
  /** ISO 8601; null for an answer, which has no day. */
  dueAt!: string | null;
  overdue!: boolean;
  /** With a check-in. */
  checkInId!: string | null;
}

export class ReportDuties {
  items!: ReportDuty[];
}

/** What is owed to the senders of the reports that the caller deals with, the earliest due first. */
export class ListReportDuties extends AsOfQuery<ReportDuties> {}

const byDueAt = (a: ReportDuty, b: ReportDuty): number => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1);

export const ListReportDutiesHandler = listQuery<ListReportDuties, ReportDuties>(ListReportDuties, {
  may: [anyone],
  views: [reportDuties],
  async run(_, reads) {
    const items: ReportDuty[] = [];
    for (const row of await reads.rows(reportDuties).all({ owed: true })) {
      const now = await reads.current.state(reports, row.key);
      if (now.status === 'absent' || reports.hiddenFrom?.(now, reads.caller.person)) continue;
      const { works, caseId } = await roleIn(row.key, now, reads.current);
      if (!works) continue;
      const duty = (kind: ReportDuty['kind'], dueAt: string | null, checkInId: string | null = null) =>
        items.push({ reportId: row.key, caseId, kind, dueAt, overdue: dueAt !== null && dueAt <= reads.moment, checkInId });
      const { acknowledge } = await termsOn(row.receivedOn, reads);
      if (!row.acknowledged) duty('acknowledgement', endOfDay(reads.timeZone, plusDays(row.receivedOn, acknowledge)));
      if (row.unanswered !== null) duty('answer', null);
      if (row.checkIn !== null) duty('check-in', row.checkInDueAt, row.checkIn);
    }
    return { items: items.sort(byDueAt) };
  },
});
