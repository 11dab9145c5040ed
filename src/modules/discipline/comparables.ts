import type { Reads } from '../../platform/queries/query-handler.js';
import { type CaseState, cases, clauseCitation } from '../cases/cases.public.js';
import type { Track } from '../directory/directory.public.js';
import { chargesOf, disciplineHistory } from '../histories/histories.public.js';
import type { Rung } from '../procedure/procedure.public.js';
import { courseOf, type ProceedingState, proceedingId, proceedings } from '../proceedings/proceedings.public.js';

/** The outcome of a proceeding that concerned the same clauses, is over, and was not undone. */
export interface FoundComparable {
  readonly proceedingId: string;
  /** Person id. */
  readonly subject: string;
  readonly clauses: string[];
  readonly track: Track | null;
  readonly outcome: 'discipline' | 'no-action';
  readonly rung: string | null;
  readonly rungName: string | null;
  /** The rung in force today. */
  readonly weighs: Rung | null;
  readonly discipline: boolean;
  readonly departed: boolean;
  readonly reduced: boolean;
  readonly sustained: number;
  readonly earlier: number;
  readonly openedOn: string;
}

type Moment = Pick<Reads, 'caller' | 'state' | 'rows'>;

/** The outcome of a proceeding; undefined where it is not over, or nothing of it is left today. */
async function outcomeOf(
  proceeding: string,
  clauses: ReadonlySet<string>,
  reads: Moment,
  current: Pick<Reads, 'state'>,
): Promise<FoundComparable | undefined> {
  const row = await reads.rows(disciplineHistory).get(proceeding);
  if (!row || (row.status !== 'final' && row.status !== 'no-action')) return undefined;
  const today = await current.state(proceedings, proceeding);
  // An outcome that was undone since is no measure for anybody.
  if (today.status === 'absent' || today.status === 'expunged' || today.status === 'reversed') return undefined;
  const sustained = chargesOf(row).filter((charge) => charge.sustained);
  const shared = [...new Set(sustained.map(({ clause }) => clause))].filter((clause) => clauses.has(clause)).sort();
  if (shared.length === 0) return undefined;
  const course = courseOf(today);
  const considers: string[] = JSON.parse(row.considers);
  return {
    proceedingId: proceeding,
    subject: today.subject,
    clauses: shared,
    track: 'discipline' in course ? course.discipline.track : course.track,
    outcome: row.status === 'final' ? 'discipline' : 'no-action',
    rung: row.rung,
    rungName: row.rungName,
    weighs: 'discipline' in course ? course.discipline.rung : null,
    discipline: row.discipline,
    departed: row.departure !== null,
    reduced: row.reducedFrom !== null,
    sustained: sustained.length,
    earlier: considers.length,
    openedOn: row.openedOn,
  };
}

/**
 * The outcomes of other cases about the clauses, the latest first. Cases that are hidden from the
 * caller, and the caller's own, are left out.
 */
export async function comparablesTo(
  caseId: string,
  clauses: ReadonlySet<string>,
  reads: Moment,
  current: Pick<Reads, 'state'>,
  isHidden: (caseId: string, matter: CaseState) => boolean,
): Promise<FoundComparable[]> {
  const others = new Set<string>();
  for (const one of clauses)
    for (const { key, caseId: other } of await reads.rows(clauseCitation).all({ clause: one })) {
      if (other === caseId) continue;
      const matter = await reads.state(cases, other);
      if (isHidden(other, matter)) continue;
      const subject = matter.status === 'absent' ? undefined : matter.allegations.get(key)?.subject;
      // Nobody may apply the outcome of an allegation against themself as a measure.
      if (subject && subject !== reads.caller.person) others.add(proceedingId(other, subject));
    }
  const found: FoundComparable[] = [];
  for (const proceeding of others) {
    const outcome = await outcomeOf(proceeding, clauses, reads, current);
    if (outcome) found.push(outcome);
  }
  return found.sort((a, b) => (a.openedOn > b.openedOn ? -1 : 1));
}

/** A final rung by which a decision is measured. */
export interface Measure {
  readonly proceedingId: string;
  readonly rung: Rung;
}

/**
 * The measure of a rung for this proceeding: the final rungs of other people in other cases, on the
 * same track, for one of the clauses sustained here. If earlier discipline counts here, it counted
 * there too; if not, it did not.
 */
export async function measuresFor(state: ProceedingState, repeated: boolean, reads: Moment): Promise<Measure[]> {
  if (state.status === 'absent' || !('sustained' in state)) return [];
  const { sustained, subject, caseId, allegations } = state;
  const clauses = new Set(allegations.filter(({ allegationId }) => sustained.includes(allegationId)).map(({ clause }) => clause));
  const hides = (_: string, matter: CaseState) => cases.hiddenFrom?.(matter, reads.caller.person) === true;
  const found = await comparablesTo(caseId, clauses, reads, reads, hides);
  return found.flatMap(({ weighs, track, earlier, ...one }) =>
    weighs && one.subject !== subject && track === state.track && earlier > 0 === repeated
      ? [{ proceedingId: one.proceedingId, rung: weighs }]
      : [],
  );
}
