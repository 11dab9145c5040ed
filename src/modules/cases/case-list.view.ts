import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Column } from 'typeorm';
import { type Caller, office } from '../../platform/access/access.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { list, type Page, PageQuery, type Row } from '../../platform/views/read.js';
import { type Fields, VersionedRow, view } from '../../platform/views/view.js';
import type { AssignableOffice } from '../directory/directory.public.js';
import { caseEvents, decidesFor } from './case.js';
import { caseOf } from './open-case.js';
import { proceedingEvents, proceedingId } from './proceeding.js';
import type { Authority } from './shapes.js';

/** Sorts after every instant: nothing is due. */
const notDue = '9';

export const caseStatuses = ['triage', 'declined', 'informal', 'investigating', 'reported', 'determined', 'closed'] as const;
export type CaseStatus = (typeof caseStatuses)[number];
export const waitedFor = ['intake', 'investigator', 'decider', 'subject', 'nobody'] as const;
export type WaitedFor = (typeof waitedFor)[number];

/** What a proceeding of the case waits for: a decision, its subject, or nothing any more. */
type Step = 'decision' | 'subject' | 'over';

export class CaseRow extends VersionedRow {
  @Column('text') status!: CaseStatus;
  @Column('text') decides!: Authority;
  /** JSON: offices. */
  @Column('text') intake!: string;
  @Column('text') waitingOn!: WaitedFor;
  @Column('text') waitingSince!: string;
  /** Something is left to do. */
  @Column('boolean') open!: boolean;
  /** What is left to do is a decision by an office. */
  @Column('boolean') deciding!: boolean;
  @Column('text') dueAt!: string;
  @Column('text') openedOn!: string;
  @Column('int') allegations!: number;
  @Column('int') findings!: number;
  @Column('text', { nullable: true }) investigator!: string | null;
  @Column('boolean') escalated!: boolean;
  /** JSON: step by proceeding id, once something was sustained. */
  @Column('text') proceedings!: string;
}
type Case = Fields<CaseRow>;

const steps = (row: Case): Record<string, Step> => JSON.parse(row.proceedings);

function waits(row: Case): WaitedFor {
  if (row.status === 'triage') return 'intake';
  if (row.status === 'investigating') return row.investigator ? 'investigator' : 'intake';
  if (row.status === 'reported') return 'decider';
  if (row.status === 'declined' || row.status === 'closed') return 'nobody';
  const open = Object.values(steps(row));
  if (open.includes('decision')) return 'decider';
  return open.includes('subject') ? 'subject' : 'nobody';
}

/** The row after a change: whom it waits for follows from the rest. */
function moved(row: Case, change: Partial<Case>, { recordedAt }: Pick<StoredEvent, 'recordedAt'>): Case {
  const next = { ...row, ...change };
  const waitingOn = waits(next);
  const open = waitingOn !== 'nobody';
  return {
    ...next,
    waitingOn,
    waitingSince: waitingOn === row.waitingOn && next.status === row.status ? row.waitingSince : recordedAt,
    open,
    deciding: waitingOn === 'intake' || waitingOn === 'decider',
    dueAt: open ? next.dueAt : notDue,
    escalated: open && next.dueAt === row.dueAt && next.escalated,
  };
}

const withStep = (row: Case, proceeding: string, step: Step): string => JSON.stringify({ ...steps(row), [proceeding]: step });

const stepped = (step: Step) => (row: Case | null, event: StoredEvent) =>
  row && moved(row, { proceedings: withStep(row, streamParts(event.stream).id, step) }, event);

const ofCase = ({ data }: { readonly data: { readonly caseId: string } }): string[] => [data.caseId];

const {
  AllegationsSustained,
  NothingSustained,
  DisciplineProposed,
  NoticeServed,
  ResponseReceived,
  ResponseLapsed,
  DisciplineImposed,
  NoActionTaken,
  DisciplineBecameFinal,
} = proceedingEvents;

/** One row for each case: where it stands, and on whom it waits since when. */
export const caseList = view({
  name: 'case_list',
  version: 1,
  row: CaseRow,
  events: {
    ...caseEvents,
    AllegationsSustained,
    NothingSustained,
    DisciplineProposed,
    NoticeServed,
    ResponseReceived,
    ResponseLapsed,
    DisciplineImposed,
    NoActionTaken,
    DisciplineBecameFinal,
  },
  keys: {
    AllegationsSustained: ofCase,
    NothingSustained: ofCase,
    DisciplineProposed: ofCase,
    NoticeServed: ofCase,
    ResponseReceived: ofCase,
    ResponseLapsed: ofCase,
    DisciplineImposed: ofCase,
    NoActionTaken: ofCase,
    DisciplineBecameFinal: ofCase,
  },
  fold: {
    CaseOpened: (_, { data, recordedAt }): Case => ({
      status: 'triage',
      decides: 'City Manager',
      intake: '[]',
      waitingOn: 'intake',
      waitingSince: recordedAt,
      open: true,
      deciding: true,
      dueAt: data.dueAt,
      openedOn: data.openedOn,
      allegations: 0,
      findings: 0,
      investigator: null,
      escalated: false,
      proceedings: '{}',
    }),
    AuthoritySettled: (row, { data }) => row && { ...row, decides: data.decides, intake: JSON.stringify(data.intake) },
    ReportJoined: (row) => row,
    CaseDeclined: (row, event) => row && moved(row, { status: 'declined' }, event),
    CaseHandledInformally: (row, event) => row && moved(row, { status: 'informal', dueAt: event.data.dueAt }, event),
    InvestigationOpened: (row, event) => row && moved(row, { status: 'investigating', dueAt: event.data.dueAt }, event),
    AllegationFramed: (row) => row && { ...row, allegations: row.allegations + 1 },
    FactAdmitted: (row, { data }, key) =>
      row && { ...row, findings: row.findings + 1, proceedings: withStep(row, proceedingId(key, data.subject), 'decision') },
    WitnessNamed: (row) => row,
    InvestigatorAssigned: (row, event) => row && moved(row, { investigator: event.data.investigator }, event),
    InvestigatorReleased: (row, event) => row && moved(row, { investigator: null }, event),
    FindingRecorded: (row) => row && { ...row, findings: row.findings + 1 },
    InvestigationReportFiled: (row, event) => row && moved(row, { status: 'reported', dueAt: event.data.dueAt }, event),
    DeterminationIssued: (row, event, key) => {
      const sustained = event.data.outcomes.filter(({ outcome }) => outcome === 'sustained');
      const open = Object.fromEntries(sustained.map(({ subject }) => [proceedingId(key, subject), 'decision' satisfies Step]));
      return row && moved(row, { status: 'determined', dueAt: event.data.dueAt, proceedings: JSON.stringify(open) }, event);
    },
    CaseEscalated: (row) => row && { ...row, escalated: true },
    CaseClosed: (row, event) => row && moved(row, { status: 'closed' }, event),
    AllegationsSustained: stepped('decision'),
    NothingSustained: stepped('over'),
    DisciplineProposed: stepped('decision'),
    NoticeServed: stepped('subject'),
    ResponseReceived: stepped('decision'),
    ResponseLapsed: stepped('decision'),
    DisciplineImposed: stepped('over'),
    NoActionTaken: stepped('over'),
    DisciplineBecameFinal: stepped('over'),
  },
  listings: [
    { by: [], order: 'dueAt' },
    { by: ['status'], order: 'dueAt' },
    { by: ['deciding'], order: 'dueAt' },
    { by: ['open'], order: 'dueAt' },
    { by: ['open'], order: 'waitingSince' },
  ],
});

export const queues = ['needs-decision', 'waiting', 'overdue', 'decided'] as const;
export type Queue = (typeof queues)[number];

/** A case as lists show it. */
export class CaseSummary {
  id!: string;
  status!: CaseStatus;
  /** Offices that take in and triage. */
  intake!: AssignableOffice[];
  decides!: Authority;
  waitingOn!: WaitedFor;
  waitingSince!: string;
  /** When the step in hand is due; null where none is. */
  dueAt!: string | null;
  openedOn!: string;
  allegations!: number;
  findings!: number;
  /** Person id. */
  investigator!: string | null;
  escalated!: boolean;
}

const seesAll = (caller: Caller): boolean => caller.offices.some((held) => held.office === 'HR' || held.office === 'Auditor');

/** Whether the row waits on a decision that one of the caller's offices takes. HR and the Auditor look at everybody's. */
function waitsOn(caller: Caller, row: Case): boolean {
  if (!row.deciding) return false;
  if (seesAll(caller)) return true;
  const decides = decidesFor(row.decides, caller) !== undefined;
  if (row.waitingOn === 'decider') return decides;
  const intake: AssignableOffice[] = JSON.parse(row.intake);
  const takesIn = caller.offices.some((held) => intake.some((office) => office === held.office));
  // In triage intake alone decides; the investigator is assigned by either.
  return takesIn || (row.status === 'investigating' && decides);
}

const summary = ({ key, intake, dueAt, proceedings: _, open: __, deciding: ___, ...row }: Row<CaseRow>): CaseSummary => ({
  id: key,
  ...row,
  intake: JSON.parse(intake),
  dueAt: dueAt === notDue ? null : dueAt,
});

/** Cases by due date, of one queue or one status where named. */
export class ListCases extends PageQuery<CaseSummary> {
  /**
   * `needs-decision`: waiting on a decision of an office that the caller holds (HR and Auditor: of any); `waiting`: on someone else;
   * `overdue`: past due at the moment shown; `decided`: nothing is left to do, the latest first.
   */
  @IsOptional() @IsIn(queues) queue?: Queue;
  @IsOptional() @IsIn(caseStatuses) status?: CaseStatus;
  /** Id of a report: the case that it opened, alone. */
  @IsOptional() @IsUUID() report?: string;
}

export const ListCasesHandler = list<ListCases, Page<CaseSummary>>(ListCases, {
  may: [
    office('City Manager'),
    office('Communications Manager'),
    office('City Attorney'),
    office('City Clerk'),
    office('HR'),
    office('Auditor'),
  ],
  views: [caseList],
  async run({ queue, status, report, limit, cursor }, reads) {
    const hidden = await reads.hiddenStreams();
    const mine = (row: Case) => waitsOn(reads.caller, row);
    const except = (row: Row<CaseRow>) =>
      hidden.has(`case-${row.key}`) ||
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
    if (report !== undefined) {
      const row = await reads.rows(caseList).get(caseOf(report));
      return { items: row && !except(row) && (!status || row.status === status) ? [summary(row)] : [], next: null };
    }
    const page = await reads.rows(caseList).page({ ...listing[queue ?? 'all'], limit, cursor, except });
    return { items: page.items.map(summary), next: page.next };
  },
});
