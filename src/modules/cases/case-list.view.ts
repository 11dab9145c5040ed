import { streamParts } from '../../platform/events/envelope.js';
import { pick, type StoredEvent } from '../../platform/events/event.js';
import { flag, orNull, type RowOf, text, whole } from '../../platform/rows/columns.js';
import { keyed, notDue, view } from '../../platform/rows/view.js';
import type { Authority } from '../procedure/procedure.public.js';
import { proceedingEvents, proceedingId } from '../proceedings/proceedings.public.js';
import { caseEvents } from './case.js';
import { refOf } from './case-ref.js';

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

const caseColumns = {
  ref: text(),
  status: text<CaseStatus>(),
  decides: text<Authority>(),
  /** JSON: offices. */
  intake: text(),
  waitingOn: text<WaitedFor>(),
  waitingSince: text(),
  /** Something remains to be done. */
  open: flag(),
  /** A decision by an office comes next. */
  deciding: flag(),
  dueAt: text(),
  openedOn: text(),
  allegations: whole(),
  findings: whole(),
  investigator: orNull(text()),
  escalated: flag(),
  /** JSON: the step of each proceeding in which something was sustained, by proceeding id. */
  proceedings: text(),
  statusSince: text(),
  /** Its report was sent back, and none was filed since. */
  returned: flag(),
  reopened: flag(),
  /** Nobody is left who may decide. */
  vacant: flag(),
  /** The status in which it began to rest. */
  restedFrom: orNull(text<CaseStatus>()),
  /** Steps of mitigation without a result. */
  mitigation: whole(),
  /** Legal holds in force. */
  holds: whole(),
  /** JSON: whether a review was missed, by the id of each interim measure in force. */
  interim: text(),
  /** JSON: person ids of everyone whom the case is about. */
  about: text(),
  /** JSON: the clause and the site of each allegation that was not withdrawn, by its id. */
  charges: text(),
};
export type CaseRow = RowOf<typeof caseColumns>;

const steps = (row: CaseRow): Record<string, Step> => JSON.parse(row.proceedings);

function waits(row: CaseRow): WaitedFor {
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
function moved(row: CaseRow, change: Partial<CaseRow>, { recordedAt }: Pick<StoredEvent, 'recordedAt'>): CaseRow {
  const next: CaseRow = { ...row, ...change };
  const waitingOn = waits(next);
  const open = waitingOn !== 'nobody';
  const stays = next.status === row.status;
  next.waitingOn = waitingOn;
  next.waitingSince = waitingOn === row.waitingOn && stays ? row.waitingSince : recordedAt;
  next.open = open;
  next.deciding = waitingOn === 'intake' || waitingOn === 'decider' || waitingOn === 'authority';
  next.statusSince = stays ? row.statusSince : recordedAt;
  next.escalated = open && next.dueAt === row.dueAt && next.escalated;
  // Nothing is due while the case waits for resumption. `CaseResumed` or `DecisionPostponed` then
  // gives the new due date.
  if (!open || waitingOn === 'resumption') next.dueAt = notDue;
  return next;
}

const withStep = (row: CaseRow, proceeding: string, step: Step): string => JSON.stringify({ ...steps(row), [proceeding]: step });

const stepped = (step: Step) => (row: CaseRow | null, event: StoredEvent) =>
  row && moved(row, { proceedings: withStep(row, streamParts(event.stream).id, step) }, event);

const interimIn = (row: CaseRow): Record<string, boolean> => JSON.parse(row.interim);
const withInterim = (row: CaseRow | null, id: string, missed: boolean): CaseRow | null =>
  row && { ...row, interim: JSON.stringify({ ...interimIn(row), [id]: missed }) };
const about = (row: CaseRow | null, people: readonly string[]): CaseRow | null =>
  row && { ...row, about: JSON.stringify([...new Set([...JSON.parse(row.about), ...people])]) };

/** What an allegation says to a list. */
export interface Charge {
  readonly clause: string;
  /** Id of the site that it is about. */
  readonly site: string | null;
}
/** The allegations of the case that were not withdrawn, by id. */
export const chargesIn = (row: CaseRow): Readonly<Record<string, Charge>> => JSON.parse(row.charges);
const withCharge = (row: CaseRow, id: string, charge: Charge): CaseRow => ({
  ...row,
  charges: JSON.stringify({ ...chargesIn(row), [id]: charge }),
});

const asideBefore = / before (?=decision$|subject$|over$)/;
/**
 * Nothing is waited for while a proceeding is held or its subject has left. The step before is
 * kept, and returns when the proceeding is resumed.
 */
const pushed = (how: 'held' | 'left') => (row: CaseRow | null, event: StoredEvent) => {
  const now = row && steps(row)[streamParts(event.stream).id];
  const before = now?.split(asideBefore).at(-1);
  return before ? stepped(`${how} before ${before as 'decision' | 'subject' | 'over'}`)(row, event) : row;
};
const popped = (row: CaseRow | null, event: StoredEvent) => {
  const now = row && steps(row)[streamParts(event.stream).id];
  return now && asideBefore.test(now) ? stepped(now.split(asideBefore).at(-1) as Step)(row, event) : row;
};

/** The next determination sets the step of this proceeding. */
const begunAnew = (row: CaseRow | null, event: StoredEvent) => {
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
  version: 6,
  columns: caseColumns,
  events: { ...caseEvents, ...ofProceedings },
  keys: keyed(ofProceedings, ofCase),
  fold: {
    CaseOpened: (_, { data, recordedAt, stream }): CaseRow => ({
      ref: refOf({ data, stream }),
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
      about: JSON.stringify(data.accused),
      charges: '{}',
    }),
    AuthoritySettled: (row, event) =>
      row && moved(row, { decides: event.data.decides, intake: JSON.stringify(event.data.intake), vacant: false }, event),
    AuthorityVacated: (row, event) => row && moved(row, { vacant: true }, event),
    ConflictDeclared: (row) => row,
    ReportJoined: (row, { data }) => about(row, data.accused),
    CaseDeclined: (row, event) => row && moved(row, { status: 'declined' }, event),
    CaseHandledInformally: (row, event) => row && moved(row, { status: 'informal', dueAt: event.data.dueAt }, event),
    InvestigationOpened: (row, event) => row && moved(row, { status: 'investigating', dueAt: event.data.dueAt }, event),
    AllegationFramed: (row, { data: { allegationId, subject, clause } }) =>
      about(row && withCharge({ ...row, allegations: row.allegations + 1 }, allegationId, { clause, site: null }), [subject]),
    SiteNamed: (row, { data: { allegationId, siteId } }) => {
      const charge = row && chargesIn(row)[allegationId];
      return charge ? withCharge(row, allegationId, { ...charge, site: siteId }) : row;
    },
    FactAdmitted: (row, { data }, key) =>
      row && { ...row, findings: row.findings + 1, proceedings: withStep(row, proceedingId(key, data.subject), 'decision') },
    WitnessNamed: (row) => row,
    InvestigatorAssigned: (row, event) => row && moved(row, { investigator: event.data.investigator }, event),
    InvestigatorReleased: (row, event) => row && moved(row, { investigator: null }, event),
    FindingRecorded: (row) => row && { ...row, findings: row.findings + 1 },
    InvestigatorEngaged: (row, event) => row && moved(row, { investigator: event.data.investigator }, event),
    InvestigationPlanned: (row) => row,
    AllegationWithdrawn: (row, { data }) => {
      const { [data.allegationId]: _, ...charges } = row ? chargesIn(row) : {};
      return row && { ...row, allegations: row.allegations - 1, charges: JSON.stringify(charges) };
    },
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
