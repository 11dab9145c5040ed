import { anyone } from '../../platform/access/access.js';
import { pick } from '../../platform/events/event.js';
import { endOfDay, plusDays } from '../../platform/ground/clock.js';
import { derivedId } from '../../platform/ground/ids.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import { termsOn } from '../procedure/procedure.public.js';
import { reportEvents, reports } from '../reports/reports.public.js';
import { roleIn } from './report-roles.js';

const reportDutyColumns = {
  receivedOn: text(),
  /**
   * Derived from the person id of the sender, if one of the city's people. No list holds the id
   * itself.
   */
  sentBy: orNull(text()),
  acknowledged: flag(),
  /** When the sender wrote the first message that is not answered yet. */
  unanswered: orNull(text()),
  checkIn: orNull(text()),
  checkInDueAt: orNull(text()),
  /** The city owes the sender something. */
  owed: flag(),
};
export type ReportDutyRow = RowOf<typeof reportDutyColumns>;

const moved = (row: ReportDutyRow | null, change: Partial<ReportDutyRow>): ReportDutyRow | null => {
  if (!row) return row;
  const next = { ...row, ...change };
  return { ...next, owed: !next.acknowledged || next.unanswered !== null || next.checkIn !== null };
};
/** The key by which a person's own reports are found. */
export const senderKey = (person: string): string => derivedId('sender', person);
const done = { checkIn: null, checkInDueAt: null };

/** One row for each report: what the city owes its sender. */
export const reportDuties = view({
  name: 'report_duties',
  version: 2,
  columns: reportDutyColumns,
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
    ReportReceived: (_, { data }): ReportDutyRow => ({
      receivedOn: data.receivedOn,
      sentBy: null,
      acknowledged: false,
      unanswered: null,
      ...done,
      owed: true,
    }),
    ReporterIdentified: (row, { data }) => moved(row, { sentBy: data.person && senderKey(data.person) }),
    ReportAcknowledged: (row) => moved(row, { acknowledged: true }),
    // A sender who hears that the report is closed needs no acknowledgement.
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

/** Something that the city owes the sender of a report. */
export class ReportDuty {
  reportId!: string;
  caseId!: string;
  kind!: 'acknowledgement' | 'answer' | 'check-in';
  /** ISO 8601; null for an answer, which has no deadline. */
  dueAt!: string | null;
  overdue!: boolean;
  /** Only for a check-in. */
  checkInId!: string | null;
}

export class ReportDuties {
  items!: ReportDuty[];
}

/**
 * What the city owes the senders of the reports that the caller deals with, earliest deadline
 * first.
 */
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
