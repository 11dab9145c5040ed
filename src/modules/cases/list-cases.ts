import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { Caller } from '../../platform/access/access.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery, type Row } from '../../platform/queries/query-handler.js';
import { notDue } from '../../platform/rows/view.js';
import type { AssignableOffice } from '../directory/directory.public.js';
import { type Authority, decidesFor } from '../procedure/procedure.public.js';
import { type CaseRow, type CaseStatus, caseList, caseStatuses, type WaitedFor } from './case-list.view.js';
import { caseNamed, caseRefList } from './case-ref.view.js';
import { clauseCitation, listsCases } from './clause-citation.view.js';
import { caseIdOf } from './open-case.js';

export const queues = ['needs-decision', 'waiting', 'overdue', 'decided'] as const;
export type Queue = (typeof queues)[number];

/** A case as the lists show it. */
export class CaseSummary {
  id!: string;
  /** What people call it, for example `C26-WJ5914`. */
  ref!: string;
  status!: CaseStatus;
  /** Offices that take in and triage. */
  intake!: AssignableOffice[];
  decides!: Authority;
  waitingOn!: WaitedFor;
  waitingSince!: string;
  /** When the current step is due; null where nothing is. */
  dueAt!: string | null;
  openedOn!: string;
  allegations!: number;
  findings!: number;
  /** Person id. */
  @PersonRef() investigator!: string | null;
  escalated!: boolean;
  /** When it entered this status. */
  statusSince!: string;
  /** Its report was sent back, and none was filed since. */
  returned!: boolean;
  /** It was closed once, and reopened. */
  reopened!: boolean;
  /** At least one step of mitigation has no result yet. */
  mitigationOpen!: boolean;
  /** A legal hold is in force. */
  onHold!: boolean;
  /** A review of at least one interim measure was missed. */
  interimOverdue!: boolean;
}

const seesAll = (caller: Caller): boolean => caller.offices.some((held) => held.office === 'HR' || held.office === 'Auditor');

/**
 * Whether the row waits on a decision that one of the caller's offices takes. HR and the Auditor
 * see the decisions of all offices.
 */
function waitsOn(caller: Caller, row: CaseRow): boolean {
  if (!row.deciding) return false;
  if (seesAll(caller)) return true;
  if (row.waitingOn === 'authority') return caller.offices.some((held) => held.office === 'City Clerk' || held.office === 'City Attorney');
  const decides = decidesFor(row.decides, caller) !== undefined;
  if (row.waitingOn === 'decider') return decides;
  const intake: AssignableOffice[] = JSON.parse(row.intake);
  const takesIn = caller.offices.some((held) => intake.some((office) => office === held.office));
  // In triage, intake alone decides. Intake or the deciding authority assigns the investigator.
  return takesIn || (row.status === 'investigating' && decides);
}

const summary = (row: Row<CaseRow>): CaseSummary => {
  const { key, ref, intake, dueAt, status, decides, waitingOn, waitingSince, openedOn, allegations, findings, investigator } = row;
  const interim: Record<string, boolean> = JSON.parse(row.interim);
  return {
    id: key,
    ref,
    status,
    intake: JSON.parse(intake),
    decides,
    waitingOn,
    waitingSince,
    dueAt: dueAt === notDue ? null : dueAt,
    openedOn,
    allegations,
    findings,
    investigator,
    escalated: row.escalated,
    statusSince: row.statusSince,
    returned: row.returned,
    reopened: row.reopened,
    mitigationOpen: row.mitigation > 0,
    onHold: row.holds > 0,
    interimOverdue: Object.values(interim).includes(true),
  };
};

/** Cases by due date; one queue or one status, where named. */
export class ListCases extends PageQuery<CaseSummary> {
  /**
   * `needs-decision`: waiting on a decision of an office that the caller holds (HR and Auditor: of
   * any office). `waiting`: on someone else. `overdue`: past due at the moment shown. `decided`:
   * nothing remains to be done, the latest first.
   */
  @IsOptional() @IsIn(queues) queue?: Queue;
  @IsOptional() @IsIn(caseStatuses) status?: CaseStatus;
  /** Id of a report: only the case that it opened. */
  @IsOptional() @IsUUID() report?: string;
  /** The ref or the id of a case, as somebody says or types it: only that case. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  /** Id of a site: only the cases with an allegation about it. */
  @IsOptional() @IsUUID() site?: string;
}

export const ListCasesHandler = listQuery<ListCases, Page<CaseSummary>>(ListCases, {
  may: listsCases,
  views: [caseList, clauseCitation, caseRefList],
  async run({ queue, status, report, q, site, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const about = site === undefined ? [] : await reads.rows(clauseCitation).all({ siteId: site });
    const concerned = new Set(about.map(({ caseId }) => caseId));
    const mine = (row: CaseRow) => waitsOn(reads.caller, row);
    const except = (row: Row<CaseRow>) =>
      hidden.has(`case-${row.key}`) ||
      (site !== undefined && !concerned.has(row.key)) ||
      (queue !== undefined && status !== undefined && row.status !== status) ||
      (queue === 'needs-decision' && !mine(row)) ||
      (queue === 'waiting' && mine(row));
    const listing = {
      'needs-decision': { where: { deciding: true }, order: 'dueAt' },
      waiting: { where: { open: true }, order: 'dueAt' },
      overdue: { where: { open: true }, order: 'dueAt', before: reads.moment },
      decided: { where: { open: false }, order: 'waitingSince', direction: 'DESC' },
      all: { where: status ? { status } : {}, order: 'dueAt' },
    } as const;
    if (report !== undefined || q !== undefined) {
      const ofReport = report && caseIdOf(report);
      const named = q === undefined ? ofReport : await caseNamed(q, reads.current);
      const row = named !== undefined && named === (ofReport ?? named) ? await reads.rows(caseList).get(named) : undefined;
      return { items: row && !except(row) && (!status || row.status === status) ? [summary(row)] : [], next: null };
    }
    const page = await reads.rows(caseList).page({ ...listing[queue ?? 'all'], limit, cursor, except });
    return { items: page.items.map(summary), next: page.next };
  },
});
