import type { Reads } from '../../platform/queries/query-handler.js';
import { callersStanding } from '../cases/cases.public.js';
import { roleIn } from '../intake/intake.public.js';
import { disciplines, hears, proceedings, subject } from '../proceedings/proceedings.public.js';
import { reports, sender } from '../reports/reports.public.js';
import type { IssuedLetter } from './letter.js';

/** What of a letter somebody may see: nothing, that it was issued and when, or the letter itself. */
export type LetterSight = 'nothing' | 'metadata' | 'content';

/** Those who keep papers and check on them, beside whoever decides. */
const keepers: readonly string[] = ['HR', 'City Attorney', 'City Clerk', 'Auditor'];
/** Of what was expunged, beside its subject. */
const keepsOrders: readonly string[] = ['HR', 'City Attorney', 'Auditor'];

/** The letters of a proceeding, as roles, walls and recusals stand today. */
export async function sightOfProceeding(proceedingId: string, reads: Reads): Promise<LetterSight> {
  const { caller } = reads;
  const state = await reads.state(proceedings, proceedingId);
  if (state.status === 'absent') return 'nothing';
  if (state.subject === caller.person) return subject.admits(caller, state) ? 'content' : 'nothing';
  if ((await callersStanding(state, reads)) !== 'uninvolved') return 'nothing';
  const holds = (offices: readonly string[]) => caller.offices.some(({ office }) => offices.includes(office));
  if (state.status === 'expunged') return holds(keepsOrders) ? 'content' : 'nothing';
  return holds(keepers) || disciplines.admits(caller, state) || hears.admits(caller, state) ? 'content' : 'nothing';
}

/** The acknowledgements of a report: those who deal with it see that they were issued, and whoever sent it alone what they say. */
export async function sightOfReport(reportId: string, reads: Reads): Promise<LetterSight> {
  const state = await reads.state(reports, reportId);
  if (state.status === 'absent') return 'nothing';
  if (sender.admits(reads.caller, state)) return 'content';
  return (await roleIn(reportId, state, reads)).works ? 'metadata' : 'nothing';
}

export const sightOf = (letter: IssuedLetter, reads: Reads): Promise<LetterSight> =>
  letter.about === 'proceeding' ? sightOfProceeding(letter.proceedingId, reads) : sightOfReport(letter.reportId, reads);
