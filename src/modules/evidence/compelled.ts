import type { Reads } from '../../platform/queries/query-handler.js';
import { evidenceList } from './evidence-list.view.js';
import { interviews, isWalledFromProsecutor } from './interview.js';
import { interviewList } from './interview-list.view.js';

type Looks = Pick<Reads, 'rows' | 'state'>;

/** The interviews of a case that were held and compelled. */
async function compelledIn(caseId: string, reads: Looks) {
  const rows = await reads.rows(interviewList).all({ caseId });
  const held = await Promise.all(rows.map(({ key }) => reads.state(interviews, key)));
  return held.flatMap((state) => (state.status === 'held' && isWalledFromProsecutor(state) ? [state] : []));
}

/**
 * Facts for `decide`: `recordsCompelled` is set if the item is the recording of a compelled
 * interview, however it was marked on arrival.
 */
export async function recordsCompelled(caseId: string, evidenceId: string, reads: Looks): Promise<{ readonly recordsCompelled?: true }> {
  const compelled = await compelledIn(caseId, reads);
  return compelled.some(({ recording }) => recording === evidenceId) ? { recordsCompelled: true } : {};
}

/**
 * Facts for `decide`: `holdsCompelled` is set if the case holds anything compelled. Later writing
 * in the case may rest on it.
 */
export async function holdsCompelled(caseId: string, reads: Looks): Promise<{ readonly holdsCompelled?: true }> {
  const items = await reads.rows(evidenceList).all({ caseId });
  const holds = items.some(({ compelled }) => compelled) || (await compelledIn(caseId, reads)).length > 0;
  return holds ? { holdsCompelled: true } : {};
}
