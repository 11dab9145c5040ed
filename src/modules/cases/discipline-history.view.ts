import { Column } from 'typeorm';
import { type Fields, VersionedRow, view } from '../../platform/views/view.js';
import { proceedingEvents } from './proceeding.js';

/** Where a proceeding stands in someone's history: `imposed` may still be grieved, `final` stands. */
export const historyStatuses = ['open', 'imposed', 'final', 'no-action', 'not-sustained'] as const;
export type HistoryStatus = (typeof historyStatuses)[number];

/** What was alleged; `sustained` is null until it is decided. */
export interface Charge {
  readonly allegationId: string;
  readonly clause: string;
  readonly policyVersion: string;
  readonly sustained: boolean | null;
}

export class DisciplineHistoryRow extends VersionedRow {
  @Column('text') person!: string;
  @Column('text') caseId!: string;
  @Column('text') status!: HistoryStatus;
  /** JSON of Charge[]. */
  @Column('text') charges!: string;
  /** Id of the rung imposed. */
  @Column('text', { nullable: true }) rung!: string | null;
  @Column('text', { nullable: true }) rungName!: string | null;
  /** What was imposed is discipline: coaching is none. */
  @Column('boolean') discipline!: boolean;
  @Column('text') openedOn!: string;
  /** The day from which it took effect. */
  @Column('text', { nullable: true }) imposedOn!: string | null;
  @Column('text', { nullable: true }) finalOn!: string | null;
  /** Last day on which it counts as earlier discipline; null for good. */
  @Column('text', { nullable: true }) countsUntil!: string | null;
  @Column('text', { nullable: true }) grievableUntil!: string | null;
  /** Sealed: why it departed from the ladder. */
  @Column('text', { nullable: true }) departure!: string | null;
  /** Sealed: why it was decided so. */
  @Column('text', { nullable: true }) reasons!: string | null;
  /** JSON: ids of the earlier proceedings that counted. */
  @Column('text') considers!: string;
}
type Entry = Fields<DisciplineHistoryRow>;

export const chargesOf = (row: Pick<Entry, 'charges'>): Charge[] => JSON.parse(row.charges);

const charged = (row: Entry, charge: (before: Charge[]) => Charge[]): Entry => ({
  ...row,
  charges: JSON.stringify(charge(chargesOf(row))),
});

const settled = (row: Entry, sustained: readonly string[]): Entry =>
  charged(row, (charges) => charges.map((charge) => ({ ...charge, sustained: sustained.includes(charge.allegationId) })));

const {
  ProceedingOpened,
  AllegationPut,
  AllegationTakenBack,
  ProceedingReopened,
  AllegationsSustained,
  NothingSustained,
  DisciplineImposed,
  NoActionTaken,
  DisciplineBecameFinal,
} = proceedingEvents;

const events = {
  ProceedingOpened,
  AllegationPut,
  AllegationTakenBack,
  ProceedingReopened,
  AllegationsSustained,
  NothingSustained,
  DisciplineImposed,
  NoActionTaken,
  DisciplineBecameFinal,
};

/** One row for each proceeding: what was alleged of a person, and what became of it. */
export const disciplineHistory = view<DisciplineHistoryRow, typeof events>({
  name: 'discipline_history',
  version: 2,
  row: DisciplineHistoryRow,
  events,
  fold: {
    ProceedingOpened: (_, { data }) => ({
      person: data.subject,
      caseId: data.caseId,
      status: 'open',
      charges: '[]',
      rung: null,
      rungName: null,
      discipline: false,
      openedOn: data.openedOn,
      imposedOn: null,
      finalOn: null,
      countsUntil: null,
      grievableUntil: null,
      departure: null,
      reasons: null,
      considers: '[]',
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
      },
    NoActionTaken: (row, { data }) => row && { ...row, status: 'no-action', reasons: data.reasons },
    DisciplineBecameFinal: (row, { data }) => row && { ...row, status: 'final', finalOn: data.on },
  },
  listings: [{ by: ['person'], order: 'openedOn' }],
});
