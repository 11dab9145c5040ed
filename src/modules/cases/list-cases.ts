import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { Caller } from '../../platform/access/access.js';
import { audiencesOf } from '../../platform/access/audiences.js';
import { PersonRef } from '../../platform/queries/names.js';
import { listQuery, type Page, PageQuery, type QueryReads, type Row } from '../../platform/queries/query-handler.js';
import { notDue } from '../../platform/rows/view.js';
import { beginningOf } from '../../platform/sealing/sealed.js';
import type { AssignableOffice } from '../directory/directory.public.js';
import { type Authority, decidesFor } from '../procedure/procedure.public.js';
import { reports } from '../reports/reports.public.js';
import { cases, type PresentCase } from './case.js';
import { type CaseRow, type CaseStatus, caseList, caseStatuses, chargesIn, type WaitedFor } from './case-list.view.js';
import { caseNamed, caseRefList } from './case-ref.view.js';
import { clauseCitation, listsCases } from './clause-citation.view.js';
import { GetCaseHandler, readsReported } from './get-case.js';
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
  /**
   * Whether the case itself (`GetCase`) admits the caller today. Where not, `about`, `clauses`,
   * `gist` and `site` are null.
   */
  readable!: boolean;
  /** Person ids of those whom it is about: accused in a report, or the subject of an allegation. */
  @PersonRef() about!: string[] | null;
  /** Ids of the clauses that its allegations cite; a withdrawn allegation does not count. */
  clauses!: string[] | null;
  /**
   * The beginning of its first report in one line, at most 90 characters; null where the caller
   * does not read what was reported, or where the text was destroyed.
   */
  gist!: string | null;
  /** Ids of the sites that its allegations are about. */
  site!: string[] | null;
}
/** Longest gist, in characters. */
const gistLength = 90;

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

/** The gist of a case, sealed, as `GetCase` would show its first report. */
async function gistOf(state: PresentCase, { caller, current }: QueryReads): Promise<string | null> {
  const [first] = state.reports;
  if (first === undefined || !readsReported(audiencesOf(cases, state, caller))) return null;
  const report = await current.state(reports, first);
  return report.status === 'absent' ? null : beginningOf(report.summary, gistLength);
}

const unreadable = { readable: false, about: null, clauses: null, gist: null, site: null };

/**
 * What makes the row recognisable. Judged on today's state, for which the case's own page would be
 * judged; told from the row, which is of the moment shown. A report's text never changes.
 */
async function recognised(row: Row<CaseRow>, reads: QueryReads): Promise<Pick<CaseSummary, keyof typeof unreadable>> {
  const today = await reads.admitted(GetCaseHandler, row.key);
  if (!today) return unreadable;
  const charges = Object.values(chargesIn(row));
  return {
    readable: true,
    about: JSON.parse(row.about),
    clauses: [...new Set(charges.map(({ clause }) => clause))],
    gist: await gistOf(today, reads),
    site: [...new Set(charges.flatMap(({ site }) => site ?? []))],
  };
}

const summary = async (row: Row<CaseRow>, reads: QueryReads): Promise<CaseSummary> => {
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
    ...(await recognised(row, reads)),
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
      return { items: row && !except(row) && (!status || row.status === status) ? [await summary(row, reads)] : [], next: null };
    }
    const page = await reads.rows(caseList).page({ ...listing[queue ?? 'all'], limit, cursor, except });
    return { items: await Promise.all(page.items.map((row) => summary(row, reads))), next: page.next };
  },
});
