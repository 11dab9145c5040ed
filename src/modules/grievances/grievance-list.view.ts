import { IsIn, IsOptional } from 'class-validator';
import { anyone } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import { pick } from '../../platform/events/event.js';
import type { Day } from '../../platform/ground/clock.js';
import { AsOfQuery, listQuery, type QueryReads, type Row } from '../../platform/queries/query-handler.js';
import { flag, orNull, type RowOf, text } from '../../platform/rows/columns.js';
import { notDue, view } from '../../platform/rows/view.js';
import { cases, standingOf } from '../cases/cases.public.js';
import type { Authority } from '../procedure/procedure.public.js';
import { courseOf, hearingOfficer, hears, proceedingEvents, proceedings } from '../proceedings/proceedings.public.js';

const grievanceColumns = {
  caseId: text(),
  /** A step must be decided, or the subject may still take the next one. */
  open: flag(),
  waitsFor: text<'decision' | 'subject'>(),
  step: text(),
  /** Null where a body outside the city hears it. */
  hears: orNull(text<Authority>()),
  filedOn: text(),
  waitingSince: text(),
  /** When the step must be decided, or taken on. */
  dueAt: text(),
  /** The proceeding is held, or its subject left. */
  held: flag(),
};
export type GrievanceRow = RowOf<typeof grievanceColumns>;

const over = (row: GrievanceRow | null): GrievanceRow | null => row && { ...row, open: false, dueAt: notDue };
const held = (row: GrievanceRow | null): GrievanceRow | null => row && { ...row, held: true };

/** One row for each proceeding that was grieved: the step that it is at, and on whom that waits. */
export const grievanceList = view({
  name: 'grievance_list',
  version: 1,
  columns: grievanceColumns,
  events: pick(
    proceedingEvents,
    'GrievanceFiled',
    'GrievanceAdvanced',
    'GrievanceDecided',
    'GrievanceWithdrawn',
    'GrievanceExhausted',
    'DisciplineBecameFinal',
    'ProceedingHeld',
    'ProceedingResumed',
    'ProceedingSeparated',
    'ProceedingSettled',
    'DisciplineExpunged',
  ),
  fold: {
    GrievanceFiled: (_, { data, recordedAt }): GrievanceRow => ({
      caseId: data.caseId,
      open: true,
      waitsFor: 'decision',
      step: data.step.name,
      hears: data.step.hears,
      filedOn: data.on,
      waitingSince: recordedAt,
      dueAt: data.decideBy ?? notDue,
      held: false,
    }),
    GrievanceAdvanced: (row, { data, recordedAt }): GrievanceRow | null =>
      row && {
        ...row,
        waitsFor: 'decision',
        step: data.step.name,
        hears: data.step.hears,
        waitingSince: recordedAt,
        dueAt: data.decideBy ?? notDue,
      },
    GrievanceDecided: (row, { data, recordedAt }): GrievanceRow | null =>
      row && {
        ...row,
        waitsFor: 'subject',
        open: data.advanceUntil !== null,
        waitingSince: recordedAt,
        dueAt: data.advanceUntil ?? notDue,
      },
    GrievanceWithdrawn: over,
    GrievanceExhausted: over,
    DisciplineBecameFinal: over,
    ProceedingHeld: held,
    ProceedingSeparated: held,
    ProceedingResumed: (row, { data }) =>
      row && { ...row, held: false, dueAt: (row.waitsFor === 'decision' ? data.decideBy : data.advanceUntil) ?? row.dueAt },
    ProceedingSettled: over,
    DisciplineExpunged: () => null,
  },
  listings: [{ by: ['open'], order: 'dueAt' }],
});

/** A grievance under way. */
export class GrievanceInHand {
  proceedingId!: string;
  caseId!: string;
  /** Name of the current step, or of the one decided last. */
  step!: string;
  /** The authority that hears it; null where a body outside the city does. */
  hears!: Authority | null;
  /** `subject`: the step was decided, and the subject may take the grievance on. */
  waitsFor!: 'decision' | 'subject';
  waitingSince!: string;
  filedOn!: Day;
  /** ISO 8601; null where nothing limits it. */
  dueAt!: string | null;
  overdue!: boolean;
  /** Nothing falls due: the proceeding is held, or its subject left. */
  held!: boolean;
  /** It waits for a decision that the caller makes or enters. */
  mine!: boolean;
}

export class GrievancesInHand {
  /** The earliest due first. */
  items!: GrievanceInHand[];
}

/**
 * Grievances under way: those that wait for the caller, and all of them for the offices that follow
 * all grievances.
 */
export class ListGrievances extends AsOfQuery<GrievancesInHand> {
  /** `mine`: only those that wait for a decision that the caller makes or enters. */
  @IsOptional() @IsIn(['mine']) queue?: 'mine';
}

const followsAll: ReadonlySet<string> = new Set(['City Manager', 'City Attorney', 'City Clerk', 'HR', 'Auditor']);

/**
 * Whether the caller may today make or enter the decision that the step waits for. Nobody hears a
 * grievance against a decision of their own.
 */
async function waitsForCaller(row: Row<GrievanceRow>, { current, caller }: QueryReads): Promise<boolean> {
  const state = await current.state(proceedings, row.key);
  if (row.waitsFor !== 'decision' || state.status === 'absent' || state.subject === caller.person) return false;
  const course = courseOf(state);
  if (course.status !== 'grieved') return false;
  const { step, heard, officer } = course.grievance;
  if (officer && current.today <= officer.to) return hearingOfficer.admits(caller, state) !== undefined;
  if (hears.admits(caller, state) === undefined) return false;
  return step.hears === null || step.hears === 'Council' || ![course.discipline.decidedBy, ...heard].includes(caller.person);
}

export const ListGrievancesHandler = listQuery<ListGrievances, GrievancesInHand>(ListGrievances, {
  may: [anyone],
  views: [grievanceList],
  async run({ queue }, reads) {
    const { caller, current, moment } = reads;
    const hidden = await reads.hiddenStreams();
    const sees = caller.offices.some(({ office }) => followsAll.has(office));
    const items: GrievanceInHand[] = [];
    for (const row of await reads.rows(grievanceList).all({ open: true })) {
      if (hidden.has(streamName(cases.name, row.caseId)) || hidden.has(streamName(proceedings.name, row.key))) continue;
      if ((await standingOf(caller.person, await current.state(cases, row.caseId), current)) !== 'uninvolved') continue;
      const mine = await waitsForCaller(row, reads);
      if (!mine && (queue === 'mine' || !sees)) continue;
      items.push({
        proceedingId: row.key,
        caseId: row.caseId,
        step: row.step,
        hears: row.hears,
        waitsFor: row.waitsFor,
        waitingSince: row.waitingSince,
        filedOn: row.filedOn,
        dueAt: row.dueAt === notDue ? null : row.dueAt,
        overdue: !row.held && row.dueAt < moment,
        held: row.held,
        mine,
      });
    }
    return { items: items.sort((a, b) => ((a.dueAt ?? notDue) < (b.dueAt ?? notDue) ? -1 : 1)) };
  },
});
