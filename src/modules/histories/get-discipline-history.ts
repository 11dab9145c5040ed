import { IsIn, IsUUID } from 'class-validator';
import { office, role } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import { type Day, dayIn } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, type QueryReads, type Row, streamQuery } from '../../platform/queries/query-handler.js';
import { cases } from '../cases/cases.public.js';
import { people } from '../directory/directory.public.js';
import { type GrievanceOutcome, knowsOf, type Orderer, proceedings, type SeparationReason } from '../proceedings/proceedings.public.js';
import {
  chargesOf,
  type DisciplineHistoryRow,
  disciplineHistory,
  type ExpungementOrder,
  type HistoryStatus,
  type Rebuttal,
} from './discipline-history.view.js';
import { type Purpose, purposes } from './history-lookup.js';
import { auditRefusals } from './lookup.refusals.js';
import { priors } from './prior-discipline.js';
import { earlierShown } from './visible-prior-discipline.js';

/** An allegation against the person. */
export class ChargeOfRecord {
  allegationId!: string;
  /** The clause, for example `STD-4`. */
  clause!: string;
  /** The version of the policy that was in force on the day of the deed. */
  policyVersion!: string;
  /** Null until it is decided. */
  sustained!: boolean | null;
  /** The clause or the version was recorded wrong at first, and corrected. */
  corrected!: boolean;
}

/** The person's own statement beside an entry. */
export class RebuttalOfRecord {
  on!: Day;
  statement!: string;
}

/** One proceeding of the person, or one entry from paper, as of the moment shown. */
export class DisciplineRecord {
  /** Id of the proceeding; null for an entry from paper. */
  proceedingId!: string | null;
  /** Id of the entry from paper; null for a proceeding. */
  entryId!: string | null;
  caseId!: string | null;
  /**
   * `imposed` may still be grieved, `grieved` is being grieved, `reversed` was undone by a
   * grievance.
   */
  status!: HistoryStatus;
  charges!: ChargeOfRecord[];
  openedOn!: Day;
  /** Id of the rung imposed. */
  rung!: string | null;
  rungName!: string | null;
  /** Whether the imposed rung is discipline; coaching is not. */
  discipline!: boolean;
  imposedOn!: Day | null;
  finalOn!: Day | null;
  /** Last day on which it counts as earlier discipline; null if it counts without a time limit. */
  countsUntil!: Day | null;
  /** Whether it counts as earlier discipline on the day shown. */
  counts!: boolean;
  /** ISO 8601; null if nothing can be grieved. */
  grievableUntil!: string | null;
  reasons!: string | null;
  /** The reason for departing from the ladder; null if it did not. */
  departure!: string | null;
  /** Ids of the earlier proceedings that counted. */
  considers!: string[];
  /** Id of the heavier rung that was first imposed or proposed. */
  reducedFrom!: string | null;
  /** Outcome of the grievance so far. */
  grievance!: GrievanceOutcome | null;
  /** Why the person left, if that ended the proceeding. */
  separation!: SeparationReason | null;
  /** It is held in abeyance. */
  held!: boolean;
  /** It was entered from paper that is older than the system. */
  fromPaper!: boolean;
  /** The broken rule, as the paper names it. */
  rule!: string | null;
  /** Where the paper is kept. */
  source!: string | null;
  /** Something in it was entered wrong, and later corrected. */
  corrected!: boolean;
  rebuttals!: RebuttalOfRecord[];
}

/**
 * An order to expunge that was carried out. The history is shown without the entry that it names.
 */
export class ExpungementOfRecord {
  /** Id of the proceeding, or of the entry from paper. */
  id!: string;
  carriedOutOn!: Day;
  orderedBy!: Orderer;
  orderedOn!: Day;
  /** The text of the order. */
  order!: string;
}

/**
 * A person's disciplinary history as of a moment. It separates final discipline from open
 * proceedings and from those that ended without discipline.
 */
export class DisciplineHistory {
  @PersonRef() person!: string;
  purpose!: Purpose;
  /** The moment shown, ISO 8601. */
  moment!: string;
  final!: DisciplineRecord[];
  /** Undecided, grieved, or still open to grievance. It must not be held against the person yet. */
  open!: DisciplineRecord[];
  /** Not sustained, without action, settled, reversed, or ended when the person left. */
  withoutDiscipline!: DisciplineRecord[];
  /** Orders carried out; null to all but HR, the City Attorney and the Auditor. */
  expunged!: ExpungementOfRecord[] | null;
}

/** The outcome of every proceeding of a person. Each look-up is recorded with its purpose. */
export class GetDisciplineHistory extends AsOfQuery<DisciplineHistory> {
  @IsUUID() personId!: string;
  /** The purpose of the look-up; `own-record` for the caller's own history. */
  @IsIn(purposes) purpose!: Purpose;
}

const themself = role('the person themself', people, (state, caller) => state.status !== 'absent' && state.id === caller.person);

/**
 * Subjects see only the proceedings and allegations of which they were informed. What they know
 * today decides for every past moment too.
 */
async function shownTo(rows: readonly Row<DisciplineHistoryRow>[], reads: QueryReads): Promise<Row<DisciplineHistoryRow>[]> {
  const me = reads.caller.person;
  const hidden = await reads.hiddenStreams();
  const shown: Row<DisciplineHistoryRow>[] = [];
  for (const row of rows) {
    if (row.caseId === null) {
      shown.push(row);
      continue;
    }
    if (row.person !== me) {
      // A person who is also a subject of the case is walled off from all of it.
      if (!hidden.has(streamName(cases.name, row.caseId))) shown.push(row);
      continue;
    }
    const state = await reads.current.state(proceedings, row.key);
    if (state.status === 'absent' || proceedings.hiddenFrom?.(state, me)) continue;
    shown.push({ ...row, charges: JSON.stringify(chargesOf(row).filter(({ allegationId }) => knowsOf(state, allegationId))) });
  }
  return shown;
}

/** Whether the entry is expunged today, or withdrawn as a mistake. Then no past shows it either. */
async function gone(row: Row<DisciplineHistoryRow>, { current }: QueryReads): Promise<'expunged' | 'withdrawn' | null> {
  const state = row.fromPaper ? await current.state(priors, row.key) : await current.state(proceedings, row.key);
  // It belongs to another person.
  if ('person' in state && state.person !== row.person) return 'withdrawn';
  const { status } = state;
  return status === 'expunged' || status === 'withdrawn' ? status : null;
}

/** Offices that see the orders to expunge. */
const keepsOrders: readonly string[] = ['HR', 'City Attorney', 'Auditor'];

const orderOf = (row: Row<DisciplineHistoryRow>): ExpungementOfRecord[] => {
  if (row.expungement === null) return [];
  const { on, orderedBy, orderedOn, order }: ExpungementOrder = JSON.parse(row.expungement);
  return [{ id: row.key, carriedOutOn: on, orderedBy, orderedOn, order }];
};

const record = (row: Row<DisciplineHistoryRow>, considers: string[], day: Day): DisciplineRecord => ({
  proceedingId: row.fromPaper ? null : row.key,
  entryId: row.fromPaper ? row.key : null,
  caseId: row.caseId,
  status: row.status,
  charges: chargesOf(row).map((charge) => ({ ...charge, corrected: charge.corrected ?? false })),
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
  considers,
  reducedFrom: row.reducedFrom,
  grievance: row.grievance,
  separation: row.separation as SeparationReason | null,
  held: row.held,
  fromPaper: row.fromPaper,
  rule: row.rule,
  source: row.source,
  corrected: row.corrected,
  rebuttals: JSON.parse(row.rebuttals) satisfies Rebuttal[],
});

export const GetDisciplineHistoryHandler = streamQuery(GetDisciplineHistory, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR'), office('City Manager'), office('City Attorney'), office('Auditor'), themself],
  views: [disciplineHistory],
  refuses: auditRefusals('lookup.own-record'),
  async run({ personId, purpose }, _, reads, refuse): Promise<DisciplineHistory> {
    if ((personId === reads.caller.person) !== (purpose === 'own-record')) return refuse('lookup.own-record');
    const all = await shownTo(await reads.rows(disciplineHistory).all({ person: personId }), reads);
    const rows: typeof all = [];
    for (const row of all) if ((await gone(row, reads)) === null) rows.push(row);
    const seesOrders = personId !== reads.caller.person && keepsOrders.includes(reads.office);
    const day = dayIn(reads.timeZone, reads.moment);
    const sorted = rows.sort((a, b) => (`${a.openedOn} ${a.key}` < `${b.openedOn} ${b.key}` ? -1 : 1));
    const records = await Promise.all(sorted.map(async (row) => record(row, await earlierShown(JSON.parse(row.considers), reads), day)));
    const those = (...statuses: HistoryStatus[]) => records.filter(({ status }) => statuses.includes(status));
    return {
      person: personId,
      purpose,
      moment: reads.moment,
      final: those('final'),
      open: those('open', 'imposed', 'grieved'),
      withoutDiscipline: those('no-action', 'not-sustained', 'reversed', 'settled', 'separated'),
      expunged: seesOrders ? all.flatMap(orderOf) : null,
    };
  },
});
