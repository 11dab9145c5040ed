import { IsIn, IsUUID } from 'class-validator';
import { office, role } from '../../platform/access/access.js';
import { type Day, dayIn } from '../../platform/clock.js';
import { streamName } from '../../platform/events/envelope.js';
import { AsOfQuery, detail, type QueryReads, type Row } from '../../platform/views/read.js';
import { auditRefusals, type Purpose, purposes } from '../audit/audit.public.js';
import { people } from '../directory/directory.public.js';
import { cases } from './case.js';
import { type Charge, chargesOf, type DisciplineHistoryRow, disciplineHistory, type HistoryStatus } from './discipline-history.view.js';
import { type PresentProceeding, proceedings } from './proceeding.js';

/** What was alleged of the person. */
export class ChargeOfRecord {
  allegationId!: string;
  /** The clause, for example `STD-4`. */
  clause!: string;
  /** The version of the policy that was in force on the day of the deed. */
  policyVersion!: string;
  /** Null until it is decided. */
  sustained!: boolean | null;
}

/** One proceeding of the person's, as of the moment shown. */
export class DisciplineRecord {
  proceedingId!: string;
  caseId!: string;
  /** `imposed` may still be grieved. */
  status!: HistoryStatus;
  charges!: ChargeOfRecord[];
  openedOn!: Day;
  /** Id of the rung imposed. */
  rung!: string | null;
  rungName!: string | null;
  /** What was imposed is discipline: coaching is none. */
  discipline!: boolean;
  imposedOn!: Day | null;
  finalOn!: Day | null;
  /** Last day on which it counts as earlier discipline; null for good. */
  countsUntil!: Day | null;
  /** Whether it counts as earlier discipline on the day shown. */
  counts!: boolean;
  /** ISO 8601; null where nothing can be grieved. */
  grievableUntil!: string | null;
  reasons!: string | null;
  /** Why it departed from the ladder; null where it did not. */
  departure!: string | null;
  /** Ids of the earlier proceedings that counted. */
  considers!: string[];
}

/** Someone's disciplinary history as of a moment. What is final stands apart from what is not, and from what led to nothing. */
export class DisciplineHistory {
  person!: string;
  purpose!: Purpose;
  /** The moment shown, ISO 8601. */
  moment!: string;
  final!: DisciplineRecord[];
  /** Undecided, or still to be grieved: it must not be held against anyone yet. */
  open!: DisciplineRecord[];
  /** Not sustained, or without action. */
  withoutDiscipline!: DisciplineRecord[];
}

/** What became of every proceeding of a person. Each look is recorded with its purpose. */
export class GetDisciplineHistory extends AsOfQuery<DisciplineHistory> {
  @IsUUID() personId!: string;
  /** What it is looked up for; `own-record` for one's own. */
  @IsIn(purposes) purpose!: Purpose;
}

const themself = role('the person themself', people, (state, caller) => state.status !== 'absent' && state.id === caller.person);

/** Of their own proceedings someone sees those they were told of, with the allegations they were told of: as told today, also for the past. */
const toldOf = (state: PresentProceeding, { allegationId }: Charge): boolean =>
  state.informed.has(allegationId) || ('sustained' in state && state.sustained.includes(allegationId));

async function shownTo(rows: readonly Row<DisciplineHistoryRow>[], reads: QueryReads): Promise<Row<DisciplineHistoryRow>[]> {
  const me = reads.caller.person;
  const hidden = await reads.hiddenStreams();
  const shown: Row<DisciplineHistoryRow>[] = [];
  for (const row of rows) {
    if (row.person !== me) {
      // Whoever is a subject of the case too is walled off from all of it.
      if (!hidden.has(streamName(cases.name, row.caseId))) shown.push(row);
      continue;
    }
    const state = await reads.current.state(proceedings, row.key);
    if (state.status === 'absent' || proceedings.hiddenFrom?.(state, me)) continue;
    shown.push({ ...row, charges: JSON.stringify(chargesOf(row).filter((charge) => toldOf(state, charge))) });
  }
  return shown;
}

const record = (row: Row<DisciplineHistoryRow>, day: Day): DisciplineRecord => ({
  proceedingId: row.key,
  caseId: row.caseId,
  status: row.status,
  charges: chargesOf(row),
  openedOn: row.openedOn,
  rung: row.rung,
  rungName: row.rungName,
  discipline: row.discipline,
  imposedOn: row.imposedOn,
  finalOn: row.finalOn,
  countsUntil: row.countsUntil,
  counts: row.status === 'final' && row.discipline && (row.countsUntil === null || day <= row.countsUntil),
  grievableUntil: row.grievableUntil,
  reasons: row.reasons,
  departure: row.departure,
  considers: JSON.parse(row.considers),
});

export const GetDisciplineHistoryHandler = detail(GetDisciplineHistory, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR'), office('City Manager'), office('City Attorney'), office('Auditor'), themself],
  views: [disciplineHistory],
  refuses: auditRefusals('lookup.own-record'),
  async run({ personId, purpose }, _, reads, refuse): Promise<DisciplineHistory> {
    if ((personId === reads.caller.person) !== (purpose === 'own-record')) return refuse('lookup.own-record');
    const rows = await shownTo(await reads.rows(disciplineHistory).all({ person: personId }), reads);
    const day = dayIn(reads.timeZone, reads.moment);
    const records = rows.sort((a, b) => (`${a.openedOn} ${a.key}` < `${b.openedOn} ${b.key}` ? -1 : 1)).map((row) => record(row, day));
    const those = (...statuses: HistoryStatus[]) => records.filter(({ status }) => statuses.includes(status));
    return {
      person: personId,
      purpose,
      moment: reads.moment,
      final: those('final'),
      open: those('open', 'imposed'),
      withoutDiscipline: those('no-action', 'not-sustained'),
    };
  },
});
