import { type DataOf, pick } from '../../platform/events/event.js';
import { flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { view } from '../../platform/rows/view.js';
import type { Rung } from '../procedure/procedure.public.js';
import { type GrievanceOutcome, type Orderer, proceedingEvents } from '../proceedings/proceedings.public.js';
import { priorEvents } from './prior-discipline.js';

/**
 * Status of an entry in a person's history. `imposed` may still be grieved, `final` may not,
 * `reversed` was undone by a grievance. Entries that were `expunged`, or `withdrawn` as a mistake,
 * are not shown.
 */
export const historyStatuses = [
  'open',
  'imposed',
  'grieved',
  'final',
  'reversed',
  'no-action',
  'not-sustained',
  'separated',
  'settled',
  'expunged',
  'withdrawn',
] as const;
export type HistoryStatus = (typeof historyStatuses)[number];

/** An allegation; `sustained` is null until it is decided. */
export interface Charge {
  readonly allegationId: string;
  readonly clause: string;
  readonly policyVersion: string;
  readonly sustained: boolean | null;
  /** The clause or the version was recorded wrong at first. */
  readonly corrected?: true;
}

/** The person's own statement beside an entry, sealed. */
export interface Rebuttal {
  readonly on: string;
  readonly statement: string;
}
/** An order to expunge an entry: who gave it, and its text, sealed. */
export interface ExpungementOrder {
  readonly on: string;
  readonly orderedBy: Orderer;
  readonly orderedOn: string;
  readonly order: string;
}

const disciplineHistoryColumns = {
  person: text(),
  /** Null for an entry from paper. */
  caseId: orNull(text()),
  status: text<HistoryStatus>(),
  /** JSON of Charge[]. */
  charges: text(),
  /** Id of the rung imposed. */
  rung: orNull(text()),
  rungName: orNull(text()),
  /** Whether the imposed rung is discipline; coaching is not. */
  discipline: flag(),
  openedOn: text(),
  /** The day from which it took effect. */
  imposedOn: orNull(text()),
  finalOn: orNull(text()),
  /** Last day on which it counts as earlier discipline; null if it counts without a time limit. */
  countsUntil: orNull(text()),
  grievableUntil: orNull(text()),
  /** Sealed: the reason for departing from the ladder. */
  departure: orNull(text()),
  /** Sealed: the reasons of the decision. */
  reasons: orNull(text()),
  /** JSON: ids of the earlier proceedings that counted. */
  considers: text(),
  /** Id of the heavier rung that was first imposed or proposed. */
  reducedFrom: orNull(text()),
  /** Outcome of the grievance; null if there was none, or if it is under way. */
  grievance: orNull(text<GrievanceOutcome>()),
  /** Why the person left, if that ended the proceeding. */
  separation: orNull(text()),
  held: flag(),
  /** Entered from paper that is older than the system. */
  fromPaper: flag(),
  /** The broken rule, as the paper names it. */
  rule: orNull(text()),
  /** Sealed: where the paper is kept. */
  source: orNull(text()),
  /** Something in it was entered wrong, and later corrected. */
  corrected: flag(),
  /** JSON of Rebuttal[]. */
  rebuttals: text(),
  /** JSON of ExpungementOrder; null where none was carried out. */
  expungement: orNull(text()),
  /** Its status before its subject left. */
  stoodAs: orNull(text()),
};
export type DisciplineHistoryRow = RowOf<typeof disciplineHistoryColumns>;

export const chargesOf = (row: Pick<DisciplineHistoryRow, 'charges'>): Charge[] => JSON.parse(row.charges);

const charged = (row: DisciplineHistoryRow, charge: (before: Charge[]) => Charge[]): DisciplineHistoryRow => ({
  ...row,
  charges: JSON.stringify(charge(chargesOf(row))),
});

const settled = (row: DisciplineHistoryRow, sustained: readonly string[]): DisciplineHistoryRow =>
  charged(row, (charges) => charges.map((charge) => ({ ...charge, sustained: sustained.includes(charge.allegationId) })));

/** Replaces the rung by a lighter one. */
const lighter = (row: DisciplineHistoryRow, rung: Rung, countsUntil: string | null): DisciplineHistoryRow => ({
  ...row,
  rung: rung.id,
  rungName: rung.name,
  discipline: rung.discipline,
  reducedFrom: row.rung,
  countsUntil,
});

const rebutted = (row: DisciplineHistoryRow | null, { data: { on, statement } }: { data: Rebuttal }): DisciplineHistoryRow | null =>
  row && { ...row, rebuttals: JSON.stringify([...JSON.parse(row.rebuttals), { on, statement }]) };

const expunged = (
  row: DisciplineHistoryRow | null,
  { data: { on, orderedBy, orderedOn, order } }: { data: ExpungementOrder },
): DisciplineHistoryRow | null => row && { ...row, status: 'expunged', expungement: JSON.stringify({ on, orderedBy, orderedOn, order }) };

const fresh = {
  charges: '[]',
  rung: null,
  rungName: null,
  discipline: false,
  imposedOn: null,
  finalOn: null,
  countsUntil: null,
  grievableUntil: null,
  departure: null,
  reasons: null,
  considers: '[]',
  reducedFrom: null,
  grievance: null,
  separation: null,
  held: false,
  fromPaper: false,
  rule: null,
  source: null,
  corrected: false,
  rebuttals: '[]',
  expungement: null,
  stoodAs: null,
} satisfies Partial<DisciplineHistoryRow>;

const events = {
  ...pick(
    proceedingEvents,
    'ProceedingOpened',
    'AllegationPut',
    'AllegationTakenBack',
    'ProceedingReopened',
    'AllegationsSustained',
    'NothingSustained',
    'DisciplineImposed',
    'NoActionTaken',
    'DisciplineBecameFinal',
    'DisciplineReduced',
    'ReturnedToInvestigation',
    'GrievanceFiled',
    'GrievanceDecided',
    'GrievanceWithdrawn',
    'GrievanceExhausted',
    'ProceedingHeld',
    'ProceedingResumed',
    'ProceedingSeparated',
    'ProceedingSettled',
    'DisciplineSettled',
    'DisciplineExpunged',
    'DisciplineCorrected',
    'ChargeCorrected',
    'RebuttalAdded',
  ),
  ...priorEvents,
};

/** The fields of an entry from paper. It is final from the start. */
const fromPaper = ({ paper }: Pick<DataOf<typeof priorEvents.PriorDisciplineEntered>, 'paper'>) => ({
  rung: paper.rung.id,
  rungName: paper.rung.name,
  discipline: paper.rung.discipline,
  openedOn: paper.imposedOn,
  imposedOn: paper.imposedOn,
  finalOn: paper.imposedOn,
  countsUntil: paper.countsUntil,
  reasons: paper.reasons,
  rule: paper.rule,
  source: paper.source,
});

/**
 * One row for each proceeding and each entry from paper: the allegations against a person and their
 * outcome.
 */
export const disciplineHistory = view<typeof disciplineHistoryColumns, typeof events>({
  name: 'discipline_history',
  version: 5,
  columns: disciplineHistoryColumns,
  events,
  fold: {
    ProceedingOpened: (_, { data }) => ({
      ...fresh,
      person: data.subject,
      caseId: data.caseId,
      status: 'open',
      openedOn: data.openedOn,
    }),
    AllegationPut: (row, { data }) => row && charged(row, (charges) => [...charges, { ...data.allegation, sustained: null }]),
    AllegationTakenBack: (row, { data }) =>
      row && charged(row, (charges) => charges.filter(({ allegationId }) => allegationId !== data.allegationId)),
    ProceedingReopened: (row, { data }) =>
      row && {
        ...charged(row, (charges) =>
          charges.map((charge) => (data.allegationIds.includes(charge.allegationId) ? { ...charge, sustained: null } : charge)),
        ),
        status: 'open',
        reasons: null,
      },
    AllegationsSustained: (row, { data }) => row && settled(row, data.allegationIds),
    NothingSustained: (row) => row && { ...settled(row, []), status: 'not-sustained' },
    DisciplineImposed: (row, { data }) =>
      row && {
        ...row,
        status: data.grievableUntil === null ? 'final' : 'imposed',
        rung: data.rung.id,
        rungName: data.rung.name,
        discipline: data.rung.discipline,
        imposedOn: data.effectiveOn,
        finalOn: data.grievableUntil === null ? data.effectiveOn : null,
        countsUntil: data.countsUntil,
        grievableUntil: data.grievableUntil,
        departure: data.departure,
        reasons: data.reasons,
        considers: JSON.stringify(data.considers),
        reducedFrom: data.reducedFrom,
      },
    NoActionTaken: (row, { data }) => row && { ...row, status: 'no-action', reasons: data.reasons },
    DisciplineBecameFinal: (row, { data }) => row && { ...row, status: row.status === 'reversed' ? 'reversed' : 'final', finalOn: data.on },
    DisciplineReduced: (row, { data }) => row && lighter(row, data.rung, data.countsUntil),
    ReturnedToInvestigation: (row) => row && charged(row, (charges) => charges.map((charge) => ({ ...charge, sustained: null }))),
    GrievanceFiled: (row) => row && { ...row, status: 'grieved', grievableUntil: null },
    GrievanceDecided: (row, { data }) => {
      if (!row) return row;
      const decided = data.rung ? lighter(row, data.rung, data.countsUntil) : row;
      return { ...decided, grievance: data.outcome, status: data.reversed ? 'reversed' : 'grieved' };
    },
    GrievanceWithdrawn: (row) => row && { ...row, grievance: 'withdrawn' },
    // If a step made it lighter, that is the grievance's outcome, even if the grievance went no
    // further.
    GrievanceExhausted: (row) => row && { ...row, grievance: row.grievance === 'modified' ? 'modified' : 'exhausted' },
    ProceedingHeld: (row) => row && { ...row, held: true },
    ProceedingResumed: (row, { data }) =>
      row && {
        ...row,
        held: false,
        separation: null,
        stoodAs: null,
        status: row.stoodAs === null ? row.status : (row.stoodAs as HistoryStatus),
        grievableUntil: data.grievableUntil ?? row.grievableUntil,
      },
    ProceedingSeparated: (row, { data }) =>
      row && { ...row, status: 'separated', held: false, stoodAs: row.status, separation: data.reason, finalOn: data.on },
    ProceedingSettled: (row, { data }) => row && { ...row, status: 'settled', held: false, finalOn: data.on },
    DisciplineSettled: (row, { data }) =>
      row && {
        ...(data.rung ? lighter(row, data.rung, data.countsUntil) : row),
        status: data.reversed ? 'reversed' : row.status,
        grievance: row.status === 'grieved' ? 'settled' : row.grievance,
        held: false,
      },
    DisciplineExpunged: expunged,
    DisciplineCorrected: (row, { data }) => row && { ...row, imposedOn: data.effectiveOn, countsUntil: data.countsUntil, corrected: true },
    ChargeCorrected: (row, { data: { allegationId, clause, policyVersion } }) =>
      row && {
        ...charged(row, (charges) =>
          charges.map((charge) => (charge.allegationId === allegationId ? { ...charge, clause, policyVersion, corrected: true } : charge)),
        ),
        corrected: true,
      },
    RebuttalAdded: rebutted,
    PriorDisciplineEntered: (_, { data }) => ({
      ...fresh,
      person: data.person,
      caseId: null,
      status: 'final',
      fromPaper: true,
      ...fromPaper(data),
    }),
    PriorDisciplineCorrected: (row, { data }) => row && { ...row, ...fromPaper(data), corrected: true },
    // The other person's statements do not belong to this person.
    PriorDisciplineMoved: (row, { data }) => row && { ...row, ...fromPaper(data), person: data.person, corrected: true, rebuttals: '[]' },
    PriorDisciplineWithdrawn: (row) => row && { ...row, status: 'withdrawn' },
    PriorDisciplineExpunged: expunged,
    PriorDisciplineRebutted: rebutted,
  },
  listings: [{ by: ['person'], order: 'openedOn' }],
});
