import { IsUUID } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { type Day, endOfDay, plusDays } from '../../platform/ground/clock.js';
import { AsOfQuery, streamQuery } from '../../platform/queries/query-handler.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { caseIdOf, cases } from '../cases/cases.public.js';
import { termsOn } from '../procedure/procedure.public.js';
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
  /** ISO 8601: not before. */
  notBefore!: string;
  disclosed!: boolean;
}

/** A report as those who deal with it see it. Who sent it is asked for by itself, with a purpose. */
export class ReportInFull {
  id!: string;
  revision!: number;
  status!: PresentReport['status'];
  /** The case in which it is dealt with, or was. */
  caseId!: string;
  channel!: Channel;
  receivedOn!: Day;
  summary!: string;
  /** Person ids. */
  accused!: string[];
  /** With a declined report. */
  ground!: Ground | null;
  /** The case that it tells of retaliation for; null where that is hidden from the caller. */
  retaliationIn!: string | null;
  /** Whether the sender can be written to. */
  reachable!: boolean;
  acknowledgedOn!: Day | null;
  /** Until when its receipt is to be acknowledged, ISO 8601. */
  acknowledgeBy!: string;
  acknowledgementOverdue!: boolean;
  messages!: ReportMessage[];
  checkIns!: CheckInOfReport[];
  disclosures!: DisclosureOfReport[];
}

/** One report, for those who take it in, investigate or decide, and for counsel. */
export class GetReport extends AsOfQuery<ReportInFull> {
  @IsUUID() reportId!: string;
}

const refuses = platformRefusals('resource.not-found');

export const GetReportHandler = streamQuery<GetReport, typeof reports, ReportInFull, typeof refuses>(GetReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  recordsAccessTo: ({ reportId }, report) => ('caseId' in report ? report.caseId : caseIdOf(reportId)),
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
      revision: reads.revision,
      status: state.status,
      // Before it was moved it may have been in a case that is hidden from who deals with it now.
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
