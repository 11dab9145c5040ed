import type { Reads } from '../../platform/queries/query-handler.js';
import { reports } from '../reports/reports.public.js';
import type { CaseState } from './case.js';

/**
 * Person ids of two groups. The first are the reporters of a case's reports, where they belong to
 * the city's people. The second are the people whom a report keeps out of its case: the superiors
 * of the accused, where it reports retaliation. Neither group has a part in the work, and nothing
 * tells one from the other.
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
 * Whether a person reported or witnessed the matter of the case, or declared a conflict. Such a
 * person neither investigates nor decides. They are answered with `access.not-permitted` and
 * nothing more precise, because that would unmask the reporter.
 */
export const recused = (state: CaseState, reporters: ReadonlySet<string>, person: string): boolean =>
  reporters.has(person) || (state.status !== 'absent' && (state.witnesses.has(person) || state.conflicts.has(person)));
