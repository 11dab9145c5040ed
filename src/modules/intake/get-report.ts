import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, endOfDay, plusDays } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { caseIdOf, cases } from '../cases/cases.public.js';
import { itsCase, termsOn } from '../procedure/procedure.public.js';
import { type Channel, type Ground, mayBeWrittenTo, type PresentReport, reports } from '../reports/reports.public.js';
import type { ReportMessage } from './follow-report.js';
import { roleIn } from './report-roles.js';

export class CheckInOfReport {
  id!: string;
  /** ISO 8601. */
  dueAt!: string;
  /** Day on which it was made. */
  on!: Day | null;
  overdue!: boolean;
}

export class DisclosureOfReport {
  id!: string;
  to!: string;
  reason!: string;
  toldOn!: Day;
  /** Earliest time of the disclosure, ISO 8601. */
  notBefore!: string;
  disclosed!: boolean;
}

/**
 * A report as the people who deal with it see it. The sender is a separate query, which asks for a
 * purpose.
 */
export class ReportInFull {
  id!: string;
  status!: PresentReport['status'];
  /** The case in which the report is dealt with, or was. */
  caseId!: string;
  channel!: Channel;
  receivedOn!: Day;
  summary!: string;
  /** Person ids. */
  @PersonRef() accused!: string[];
  /** Only for a declined report. */
  ground!: Ground | null;
  /**
   * The case for which it alleges retaliation; null if there is none, or if it is hidden from the
   * caller.
   */
  retaliationIn!: string | null;
  /** Whether the sender can be written to. */
  reachable!: boolean;
  acknowledgedOn!: Day | null;
  /** Deadline for acknowledging the report, ISO 8601. */
  acknowledgeBy!: string;
  acknowledgementOverdue!: boolean;
  messages!: ReportMessage[];
  checkIns!: CheckInOfReport[];
  disclosures!: DisclosureOfReport[];
}

/** One report, for the people who take it in, investigate or decide, and for counsel. */
export class GetReport extends AsOfQuery<ReportInFull> {
  @IsUUID() reportId!: string;
}

const refuses = platformRefusals('resource.not-found');

export const GetReportHandler = streamQuery<GetReport, typeof reports, ReportInFull, typeof refuses>(GetReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  recordsAccessTo: ({ reportId }, report) => itsCase('caseId' in report ? report : { caseId: caseIdOf(reportId) }),
  may: [anyone],
  refuses,
  async run({ reportId }, state, reads, refuse) {
    const now = await reads.current.state(reports, reportId);
    if (now.status === 'absent') return refuse('resource.not-found');
    const part = await roleIn(reportId, now, reads.current);
    if (!part.works && !part.counsel) return refuse('resource.not-found');
    const hides = async (caseId: string) => cases.hiddenFrom?.(await reads.current.state(cases, caseId), reads.caller.person);
    const caseId = 'caseId' in state ? state.caseId : part.caseId;
    const { retaliationIn } = state;
    const terms = await termsOn(state.receivedOn, reads);
    const acknowledgeBy = endOfDay(reads.timeZone, plusDays(state.receivedOn, terms.acknowledge));
    return {
      id: reportId,
      status: state.status,
      // Before the report was moved, its case may have been one that is hidden from today's reader.
      caseId: (await hides(caseId)) ? part.caseId : caseId,
      channel: state.channel,
      receivedOn: state.receivedOn,
      summary: state.summary,
      accused: [...state.accused],
      ground: 'ground' in state ? state.ground : null,
      retaliationIn: retaliationIn && !(await hides(retaliationIn)) ? retaliationIn : null,
      reachable: mayBeWrittenTo(state),
      acknowledgedOn: state.acknowledgedOn,
      acknowledgeBy,
      acknowledgementOverdue: state.acknowledgedOn === null && acknowledgeBy <= reads.moment,
      messages: [...state.messages],
      checkIns: [...state.checkIns].map(([id, checkIn]) => ({ id, ...checkIn })),
      disclosures: [...state.disclosures].map(([id, { to, reason, toldOn, notBefore, disclosed }]) => ({
        id,
        to,
        reason,
        toldOn,
        notBefore,
        disclosed,
      })),
    };
  },
});
