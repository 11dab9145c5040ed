import { IsUUID } from 'class-validator';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, type Reads, streamQuery } from '../../platform/queries/query-handler.js';
import { type CaseState, caseIdOf, cases } from '../cases/cases.public.js';
import { type PresentReport, reports, sender } from '../reports/reports.public.js';

/** One message of the conversation between a report's sender and those who deal with it. */
export class ReportMessage {
  from!: 'sender' | 'city';
  /** ISO 8601. */
  at!: string;
  text!: string;
}

/** An announcement that the sender's identity is going to be disclosed. */
export class AnnouncedDisclosure {
  /** To whom. */
  to!: string;
  reason!: string;
  /** ISO 8601: not before. */
  notBefore!: string;
  disclosed!: boolean;
}

export const progresses = ['received', 'under-review', 'closed'] as const;
export type ReportProgress = (typeof progresses)[number];

/** A report as its sender follows it: how far it is, in one word, and the conversation. Nothing of the case. */
export class FollowedReport {
  status!: ReportProgress;
  receivedOn!: Day;
  acknowledgedOn!: Day | null;
  messages!: ReportMessage[];
  disclosures!: AnnouncedDisclosure[];
}

/** For its sender: how far a report is, and the conversation about it. */
export class FollowReport extends AsOfQuery<FollowedReport> {
  @IsUUID() reportId!: string;
}

const over = new Set<CaseState['status']>(['declined', 'closed']);

function progress(report: PresentReport, matter: CaseState): ReportProgress {
  if (report.status === 'declined' || report.status === 'referred' || over.has(matter.status)) return 'closed';
  return matter.status === 'absent' || matter.status === 'triage' ? 'received' : 'under-review';
}

/** A report as its sender may see it. */
export async function followed(reportId: string, state: PresentReport, reads: Pick<Reads, 'state'>): Promise<FollowedReport> {
  const matter = await reads.state(cases, 'caseId' in state ? state.caseId : caseIdOf(reportId));
  return {
    status: progress(state, matter),
    receivedOn: state.receivedOn,
    acknowledgedOn: state.acknowledgedOn,
    messages: [...state.messages],
    disclosures: [...state.disclosures.values()].map(({ to, reason, notBefore, disclosed }) => ({ to, reason, notBefore, disclosed })),
  };
}

export const FollowReportHandler = streamQuery<FollowReport, typeof reports, FollowedReport, Record<never, never>>(FollowReport, {
  stream: reports,
  of: ({ reportId }) => reportId,
  may: [sender],
  run: ({ reportId }, state, reads) => followed(reportId, state, reads),
});
