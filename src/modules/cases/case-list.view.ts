import { Column } from 'typeorm';
import { streamParts } from '../../platform/events/envelope.js';
import { pick, type StoredEvent } from '../../platform/events/event.js';
import { type Fields, keyed, notDue, VersionedRow, view } from '../../platform/rows/view.js';
import type { Authority } from '../procedure/procedure.public.js';
import { proceedingEvents, proceedingId } from '../proceedings/proceedings.public.js';
import { caseEvents } from './case.js';

export const caseStatuses = ['triage', 'declined', 'informal', 'investigating', 'reported', 'determined', 'abeyance', 'closed'] as const;
export type CaseStatus = (typeof caseStatuses)[number];
/**
 * `authority`: the case waits until somebody may decide. `resumption`: the case or its held
 * proceedings must be resumed first.
 */
export const waitedFor = ['intake', 'investigator', 'decider', 'subject', 'authority', 'resumption', 'nobody'] as const;
export type WaitedFor = (typeof waitedFor)[number];

/**
 * What a proceeding of the case waits for: a decision, its subject, or nothing more because it is
 * over.
 */
type Step = 'decision' | 'subject' | 'over' | `${'held' | 'left'} before ${'decision' | 'subject' | 'over'}`;

export class CaseRow extends VersionedRow {
  @Column('text') status!: CaseStatus;
  @Column('text') decides!: Authority;
  /** JSON: offices. */
  @Column('text') intake!: string;
  @Column('text') waitingOn!: WaitedFor;
  @Column('text') waitingSince!: string;
  /** Something remains to be done. */
  @Column('boolean') open!: boolean;
  /** A decision by an office comes next. */
  @Column('boolean') deciding!: boolean;
  @Column('text') dueAt!: string;
  @Column('text') openedOn!: string;
  @Column('int') allegations!: number;
  @Column('int') findings!: number;
  @Column('text', { nullable: true }) investigator!: string | null;
  @Column('boolean') escalated!: boolean;
  /** JSON: the step of each proceeding in which something was sustained, by proceeding id. */
  @Column('text') proceedings!: string;
  @Column('text') statusSince!: string;
  /** Its report was sent back, and none was filed since. */
  @Column('boolean') returned!: boolean;
  @Column('boolean') reopened!: boolean;
  /** Nobody is left who may decide. */
  @Column('boolean') vacant!: boolean;
  /** The status in which it began to rest. */
  @Column('text', { nullable: true }) restedFrom!: CaseStatus | null;
  /** Steps of mitigation without a result. */
  @Column('int') mitigation!: number;
  /** Legal holds in force. */
  @Column('int') holds!: number;
  /** JSON: whether a review was missed, by the id of each interim measure in force. */
  @Column('text') interim!: string;
}
type Case = Fields<CaseRow>;

const steps = (row: Case): Record<string, Step> => JSON.parse(row.proceedings);

function waits(row: Case): WaitedFor {
  if (row.status === 'declined' || row.status === 'closed') return 'nobody';
  if (row.status === 'abeyance') return 'resumption';
  if (row.vacant) return 'authority';
  if (row.status === 'triage') return 'intake';
  if (row.status === 'investigating') return row.investigator ? 'investigator' : 'intake';
  if (row.status === 'reported') return 'decider';
  const open = Object.values(steps(row));
  if (open.includes('decision')) return 'decider';
  if (open.includes('subject')) return 'subject';
  return open.includes('held before decision') || open.includes('held before subject') ? 'resumption' : 'nobody';
}

/** The row after a change. The other columns determine whom the case waits for. */
function moved(row: Case, change: Partial<Case>, { recordedAt }: Pick<StoredEvent, 'recordedAt'>): Case {
  const next = { ...row, ...change };
  const waitingOn = waits(next);
  const open = waitingOn !== 'nobody';
  return {
    ...next,
    waitingOn,
    waitingSince: waitingOn === row.waitingOn && next.status === row.status ? row.waitingSince : recordedAt,
    open,
    deciding: waitingOn === 'intake' || waitingOn === 'decider' || waitingOn === 'authority',
    statusSince: next.status === row.status ? row.statusSince : recordedAt,
    // Nothing is due while the case waits for resumption. `CaseResumed` or `DecisionPostponed` then
    // gives the new due date.
    dueAt: open && waitingOn !== 'resumption' ? next.dueAt : notDue,
    escalated: open && next.dueAt === row.dueAt && next.escalated,
  };
}

const withStep = (row: Case, proceeding: string, step: Step): string => JSON.stringify({ ...steps(row), [proceeding]: step });

const stepped = (step: Step) => (row: Case | null, event: StoredEvent) =>
  row && moved(row, { proceedings: withStep(row, streamParts(event.stream).id, step) }, event);

const interimIn = (row: Case): Record<string, boolean> => JSON.parse(row.interim);
const withInterim = (row: Case | null, id: string, missed: boolean): Case | null =>
  row && { ...row, interim: JSON.stringify({ ...interimIn(row), [id]: missed }) };
const asideBefore = / before (?=decision$|subject$|over$)/;
/**
 * Nothing is waited for while a proceeding is held or its subject has left. The step before is
 * kept, and returns when the proceeding is resumed.
 */
const pushed = (how: 'held' | 'left') => (row: Case | null, event: StoredEvent) => {
  const now = row && steps(row)[streamParts(event.stream).id];
  const before = now?.split(asideBefore).at(-1);
  return before ? stepped(`${how} before ${before as 'decision' | 'subject' | 'over'}`)(row, event) : row;
};
const popped = (row: Case | null, event: StoredEvent) => {
  const now = row && steps(row)[streamParts(event.stream).id];
  return now && asideBefore.test(now) ? stepped(now.split(asideBefore).at(-1) as Step)(row, event) : row;
};

/** The next determination sets the step of this proceeding. */
const begunAnew = (row: Case | null, event: StoredEvent) => {
  const { [streamParts(event.stream).id]: _, ...others } = row ? steps(row) : {};
  return row && moved(row, { proceedings: JSON.stringify(others) }, event);
};

const ofCase = ({ data }: { readonly data: { readonly caseId: string } }): string[] => [data.caseId];

const ofProceedings = pick(
  proceedingEvents,
  'AllegationsSustained',
  'NothingSustained',
  'DisciplineProposed',
  'NoticeServed',
  'ResponseReceived',
  'ResponseLapsed',
  'DisciplineImposed',
  'NoActionTaken',
  'DisciplineBecameFinal',
  'ReturnedToInvestigation',
  'ProceedingReopened',
  'ProceedingHeld',
  'ProceedingSeparated',
  'ProceedingSettled',
  'ProceedingResumed',
);

/** One row for each case: its status, on whom it waits, and since when. */
export const caseList = view({
  name: 'case_list',
  version: 4,
  row: CaseRow,
  events: { ...caseEvents, ...ofProceedings },
  keys: keyed(ofProceedings, ofCase),
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
      statusSince: recordedAt,
      returned: false,
      reopened: false,
      vacant: false,
      restedFrom: null,
      mitigation: 0,
      holds: 0,
      interim: '{}',
    }),
    AuthoritySettled: (row, event) =>
      row && moved(row, { decides: event.data.decides, intake: JSON.stringify(event.data.intake), vacant: false }, event),
    AuthorityVacated: (row, event) => row && moved(row, { vacant: true }, event),
    ConflictDeclared: (row) => row,
    ReportJoined: (row) => row,
    CaseDeclined: (row, event) => row && moved(row, { status: 'declined' }, event),
    CaseHandledInformally: (row, event) => row && moved(row, { status: 'informal', dueAt: event.data.dueAt }, event),
    InvestigationOpened: (row, event) => row && moved(row, { status: 'investigating', dueAt: event.data.dueAt }, event),
    AllegationFramed: (row) => row && { ...row, allegations: row.allegations + 1 },
    SiteNamed: (row) => row,
    FactAdmitted: (row, { data }, key) =>
      row && { ...row, findings: row.findings + 1, proceedings: withStep(row, proceedingId(key, data.subject), 'decision') },
    WitnessNamed: (row) => row,
    InvestigatorAssigned: (row, event) => row && moved(row, { investigator: event.data.investigator }, event),
    InvestigatorReleased: (row, event) => row && moved(row, { investigator: null }, event),
    FindingRecorded: (row) => row && { ...row, findings: row.findings + 1 },
    InvestigatorEngaged: (row, event) => row && moved(row, { investigator: event.data.investigator }, event),
    InvestigationPlanned: (row) => row,
    AllegationWithdrawn: (row) => row && { ...row, allegations: row.allegations - 1 },
    InvestigationReportFiled: (row, event) => row && moved(row, { status: 'reported', dueAt: event.data.dueAt, returned: false }, event),
    InvestigationReportReviewed: (row) => row,
    InvestigationReportReturned: (row, event) => {
      const { dueAt, setAside } = event.data;
      return row && moved(row, { status: 'investigating', dueAt, returned: true, findings: row.findings - setAside.length }, event);
    },
    CaseSuspended: (row, event) => row && moved(row, { status: 'abeyance', restedFrom: row.status, dueAt: notDue }, event),
    CaseResumed: (row, event) =>
      row && moved(row, { status: row.restedFrom ?? row.status, restedFrom: null, dueAt: event.data.dueAt ?? notDue }, event),
    DecisionPostponed: (row, event) => row && moved(row, { dueAt: event.data.dueAt }, event),
    CaseReopened: (row, event) => {
      const { dueAt, setAside } = event.data;
      return (
        row && moved(row, { status: 'triage', dueAt, reopened: true, investigator: null, findings: row.findings - setAside.length }, event)
      );
    },
    CasesLinked: (row) => row,
    MitigationBegun: (row) => row && { ...row, mitigation: row.mitigation + 1 },
    MitigationCompleted: (row) => row && { ...row, mitigation: row.mitigation - 1 },
    CaseReferred: (row) => row,
    ReferralAnswered: (row) => row,
    HoldPlaced: (row) => row && { ...row, holds: row.holds + 1 },
    HoldLifted: (row) => row && { ...row, holds: row.holds - 1 },
    InterimMeasureOrdered: (row, { data }) => withInterim(row, data.measureId, false),
    InterimReviewFellDue: (row, { data }) => withInterim(row, data.measureId, true),
    InterimMeasureContinued: (row, { data }) => withInterim(row, data.measureId, false),
    InterimMeasureEnded: (row, { data }) => {
      const { [data.measureId]: _, ...rest } = row ? interimIn(row) : {};
      return row && { ...row, interim: JSON.stringify(rest) };
    },
    DeterminationIssued: (row, event, key) => {
      const sustained = event.data.outcomes.filter(({ outcome }) => outcome === 'sustained');
      const open = Object.fromEntries(sustained.map(({ subject }) => [proceedingId(key, subject), 'decision' satisfies Step]));
      // After a resumed investigation, the proceedings of other subjects may be at a later step.
      const proceedings = row && JSON.stringify({ ...open, ...steps(row) });
      return row && moved(row, { status: 'determined', dueAt: event.data.dueAt, ...(proceedings && { proceedings }) }, event);
    },
    InvestigationResumed: (row, event) =>
      row &&
      moved(row, { status: 'investigating', dueAt: event.data.dueAt, findings: row.findings - event.data.allegationIds.length }, event),
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
    ReturnedToInvestigation: begunAnew,
    ProceedingReopened: begunAnew,
    ProceedingHeld: pushed('held'),
    ProceedingSeparated: pushed('left'),
    ProceedingSettled: stepped('over'),
    ProceedingResumed: popped,
  },
  listings: [
    { by: [], order: 'dueAt' },
    { by: ['status'], order: 'dueAt' },
    { by: ['deciding'], order: 'dueAt' },
    { by: ['open'], order: 'dueAt' },
    { by: ['open'], order: 'waitingSince' },
  ],
});
