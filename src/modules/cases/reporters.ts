import type { Reads } from '../../platform/queries/query-handler.js';
import { reports } from '../reports/reports.public.js';
import type { CaseState } from './case.js';

/**
 * Person ids of the reporters of a case's reports, as far as they are the city's people, and of whoever a report keeps out of its case:
 * those above the accused, where it tells of retaliation. Neither has a part in the work, and nothing tells one from the other.
 */
export async function reportersOf(reportIds: readonly string[], reads: Pick<Reads, 'state'>): Promise<ReadonlySet<string>> {
  const states = await Promise.all(reportIds.map((id) => reads.state(reports, id)));
  return new Set(
    states.flatMap((state) => (state.status === 'absent' ? [] : [...(state.reporter ? [state.reporter] : []), ...state.keptOut])),
  );
}

/** The reporters of a case as its commands gather them. */
export const reportersIn = async (state: CaseState, reads: Pick<Reads, 'state'>): Promise<ReadonlySet<string>> =>
  state.status === 'absent' ? new Set() : reportersOf(state.reports, reads);

/**
 * Whether someone reported, or witnessed, what the case is about, or declared a conflict: such a person neither investigates nor decides. It is answered
 * with `access.not-permitted` and nothing more precise, for that would unmask the reporter.
 */
export const recused = (state: CaseState, reporters: ReadonlySet<string>, person: string): boolean =>
  reporters.has(person) || (state.status !== 'absent' && (state.witnesses.has(person) || state.conflicts.has(person)));
