import { streamParts } from '../../platform/events/envelope.js';
import { pick, type StoredEvent } from '../../platform/events/event.js';
import { type Due, process } from '../../platform/processes/process.js';
import { keyed } from '../../platform/rows/view.js';
import { proceedingEvents, proceedingId } from '../proceedings/proceedings.public.js';
import { caseEvents } from './case.js';
import { EscalateCase } from './escalate-case.js';
import { PostponeDecision } from './postpone-decision.js';

interface Watched {
  readonly caseId: string;
  /** When the case's current step is due; null where nothing is due, or it was escalated. */
  readonly dueAt: string | null;
  /** The last `dueAt` that was escalated. */
  readonly escalated: string | null;
  /** The case waits for decisions on discipline. */
  readonly deciding: boolean;
  /** Proceedings in which something was sustained and nothing decided. */
  readonly undecided: readonly string[];
  /** Proceedings that are held, or whose subject left. */
  readonly held: readonly string[];
  readonly settled: readonly string[];
  /** When all undecided proceedings had come to be held; null while one of them is not held. */
  readonly stillSince: string | null;
  /** One of them continues, so the decision must be postponed first. */
  readonly postpone: boolean;
}
type Row = Due<Watched> | null;

const ofProceedings = pick(
  proceedingEvents,
  'DisciplineImposed',
  'NoActionTaken',
  'ProceedingHeld',
  'ProceedingResumed',
  'ProceedingSeparated',
  'ProceedingSettled',
  'ReturnedToInvestigation',
);
const events = {
  ...pick(
    caseEvents,
    'CaseOpened',
    'InvestigationOpened',
    'InvestigationReportFiled',
    'FactAdmitted',
    'CaseHandledInformally',
    'DeterminationIssued',
    'InvestigationResumed',
    'CaseDeclined',
    'CaseEscalated',
    'CaseClosed',
    'InvestigationReportReturned',
    'CaseSuspended',
    'CaseResumed',
    'DecisionPostponed',
    'CaseReopened',
  ),
  ...ofProceedings,
};

const ofCase = ({ data }: { readonly data: { readonly caseId: string } }): string[] => [data.caseId];
const idOf = ({ stream }: StoredEvent): string => streamParts(stream).id;
const without = (ids: readonly string[], id: string): string[] => ids.filter((one) => one !== id);

const opened = (caseId: string, dueAt: string): Row => ({
  dueAt,
  data: { caseId, dueAt, escalated: null, deciding: false, undecided: [], held: [], settled: [], stillSince: null, postpone: false },
});

/**
 * The row after a change. An authority that has nothing to decide is not late: the time to grieve
 * belongs to the subject, and a proceeding waits while it is held or after its subject left. Once
 * one of those continues, the decision is postponed by the time for which all of them were held.
 */
function changed(row: Row, { recordedAt }: StoredEvent, change: Partial<Watched>): Row {
  if (!row) return null;
  const data: Watched = { ...row.data, ...change };
  if (!data.deciding) return { data: { ...data, stillSince: null, postpone: false }, dueAt: data.dueAt };
  const waiting = data.undecided.filter((id) => !data.settled.includes(id));
  if (waiting.length === 0) return { data: { ...data, stillSince: null, postpone: false }, dueAt: null };
  if (waiting.every((id) => data.held.includes(id)))
    return { data: { ...data, stillSince: data.stillSince ?? recordedAt, postpone: false }, dueAt: null };
  return data.stillSince === null ? { data, dueAt: data.dueAt } : { data: { ...data, postpone: true }, dueAt: recordedAt };
}

/** One due date is escalated once, even if the case rested and was resumed within a day. */
const unescalated = (row: Row, dueAt: string | null): string | null => (dueAt === row?.data.escalated ? null : dueAt);
/** A step of the case itself. */
const stepDue = (row: Row, event: StoredEvent<string, { readonly dueAt: string | null }>): Row =>
  changed(row, event, { dueAt: unescalated(row, event.data.dueAt), deciding: false });
const decided = (row: Row, event: StoredEvent): Row => changed(row, event, { undecided: without(row?.data.undecided ?? [], idOf(event)) });
const still = (row: Row, event: StoredEvent): Row =>
  changed(row, event, { held: [...without(row?.data.held ?? [], idOf(event)), idOf(event)] });

/** Escalates a case whose current step is past due, once for each due date. */
export const escalateCase = process<Watched, typeof events>({
  name: 'escalate_case',
  version: 6,
  events,
  keys: keyed(ofProceedings, ofCase),
  fold: {
    CaseOpened: (_, { data }, caseId) => opened(caseId, data.dueAt),
    InvestigationOpened: stepDue,
    InvestigationReportFiled: stepDue,
    FactAdmitted: (row, event, caseId) => {
      const admits = proceedingId(caseId, event.data.subject);
      return changed(row, event, { undecided: [...without(row?.data.undecided ?? [], admits), admits] });
    },
    CaseHandledInformally: (row, event) => changed(row, event, { dueAt: event.data.dueAt, deciding: true }),
    DeterminationIssued: (row, event, caseId) => {
      const { outcomes, dueAt } = event.data;
      const sustained = outcomes.filter(({ outcome }) => outcome === 'sustained').map(({ subject }) => proceedingId(caseId, subject));
      // After a resumed investigation, other subjects may still wait for their decision.
      return changed(row, event, { dueAt, deciding: true, undecided: [...new Set([...(row?.data.undecided ?? []), ...sustained])] });
    },
    DisciplineImposed: decided,
    NoActionTaken: decided,
    ReturnedToInvestigation: decided,
    ProceedingHeld: still,
    ProceedingSeparated: still,
    ProceedingResumed: (row, event) => changed(row, event, { held: without(row?.data.held ?? [], idOf(event)) }),
    ProceedingSettled: (row, event) => changed(row, event, { settled: [...(row?.data.settled ?? []), idOf(event)] }),
    InvestigationResumed: stepDue,
    CaseDeclined: () => null,
    CaseEscalated: (row, event) => changed(row, event, { dueAt: null, escalated: event.data.wasDueAt }),
    CaseClosed: () => null,
    InvestigationReportReturned: stepDue,
    CaseSuspended: (row, event) => changed(row, event, { dueAt: null, deciding: false }),
    CaseResumed: stepDue,
    DecisionPostponed: (row, event) =>
      changed(row, event, { dueAt: unescalated(row, event.data.dueAt), stillSince: null, postpone: false }),
    CaseReopened: (_, { data }, caseId) => opened(caseId, data.dueAt),
  },
  act: ({ caseId, postpone, stillSince: since }) =>
    postpone ? Object.assign(new PostponeDecision(), { caseId, since }) : Object.assign(new EscalateCase(), { caseId }),
});
