import { streamParts } from '../../platform/events/envelope.js';
import { pick, type StoredEvent } from '../../platform/events/event.js';
import { type Due, process } from '../../platform/processes/process.js';
import { keyed } from '../../platform/rows/view.js';
import { proceedingEvents, proceedingId } from '../proceedings/proceedings.public.js';
import { caseEvents } from './case.js';
import { CloseCase } from './close-case.js';

interface Closing {
  readonly caseId: string;
  /** Declined, handled informally or determined. */
  readonly over: boolean;
  /** Proceedings that are not final. */
  readonly open: readonly string[];
}
type Row = Due<Closing> | null;

const ofProceedings = pick(
  proceedingEvents,
  'NothingSustained',
  'NoActionTaken',
  'DisciplineImposed',
  'DisciplineBecameFinal',
  'ProceedingSeparated',
  'ProceedingSettled',
  'ProceedingResumed',
  'ProceedingReopened',
);
const events = {
  ...pick(
    caseEvents,
    'CaseOpened',
    'AllegationFramed',
    'CaseDeclined',
    'CaseHandledInformally',
    'DeterminationIssued',
    'InvestigationResumed',
    'CaseClosed',
    'CaseReopened',
  ),
  ...ofProceedings,
};

/**
 * The closing becomes due when nothing is open any more, and keeps that time. A determination also
 * clears a subject who left or settled, and that must not ask for the same closing a second time.
 */
const change = (row: Row, { recordedAt }: StoredEvent, changed: Partial<Closing>): Row => {
  const data = row && { ...row.data, ...changed };
  return data && { data, dueAt: data.over && data.open.length === 0 ? (row.dueAt ?? recordedAt) : null };
};
const over = (row: Row, event: StoredEvent): Row => change(row, event, { over: true });
const final = (row: Row, event: StoredEvent): Row =>
  change(row, event, { open: row?.data.open.filter((id) => id !== streamParts(event.stream).id) ?? [] });
const ofCase = ({ data }: { readonly data: { readonly caseId: string } }): string[] => [data.caseId];

/** Closes a case once nothing remains to be done in it and every proceeding is final. */
export const closeCase = process<Closing, typeof events>({
  name: 'close_case',
  version: 5,
  events,
  keys: keyed(ofProceedings, ofCase),
  fold: {
    CaseOpened: (_, __, caseId) => ({ dueAt: null, data: { caseId, over: false, open: [] } }),
    AllegationFramed: (row, event, caseId) =>
      change(row, event, { open: [...new Set([...(row?.data.open ?? []), proceedingId(caseId, event.data.subject)])] }),
    CaseDeclined: over,
    CaseHandledInformally: over,
    DeterminationIssued: over,
    InvestigationResumed: (row, event) => change(row, event, { over: false }),
    NothingSustained: final,
    NoActionTaken: final,
    DisciplineImposed: (row, event) => (event.data.grievableUntil === null ? final(row, event) : row),
    DisciplineBecameFinal: final,
    ProceedingSeparated: final,
    ProceedingSettled: final,
    ProceedingResumed: (row, event) =>
      change(row, event, { open: [...new Set([...(row?.data.open ?? []), streamParts(event.stream).id])] }),
    CaseClosed: () => null,
    CaseReopened: (_, { data }, caseId) => ({
      dueAt: null,
      data: { caseId, over: false, open: [...new Set(data.setAside.map(({ subject }) => proceedingId(caseId, subject)))] },
    }),
    ProceedingReopened: (row, event) =>
      change(row, event, { open: [...new Set([...(row?.data.open ?? []), streamParts(event.stream).id])] }),
  },
  act: ({ caseId }) => Object.assign(new CloseCase(), { caseId }),
});
