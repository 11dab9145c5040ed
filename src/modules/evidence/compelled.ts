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

/** For facts: says so where the item is the recording of an interview that was compelled, however it was marked when it came in. */
export async function recordsCompelled(caseId: string, evidenceId: string, reads: Looks): Promise<{ readonly recordsCompelled?: true }> {
  const compelled = await compelledIn(caseId, reads);
  return compelled.some(({ recording }) => recording === evidenceId) ? { recordsCompelled: true } : {};
}

/** For facts: says so where the case holds something compelled, of which what is written from then on may be made. */
export async function holdsCompelled(caseId: string, reads: Looks): Promise<{ readonly holdsCompelled?: true }> {
  const items = await reads.rows(evidenceList).all({ caseId });
  const holds = items.some(({ compelled }) => compelled) || (await compelledIn(caseId, reads)).length > 0;
  return holds ? { holdsCompelled: true } : {};
}
