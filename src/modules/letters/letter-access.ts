import type { Reads } from '../../platform/queries/query-handler.js';
import { callersStanding } from '../cases/cases.public.js';
import { roleIn } from '../intake/intake.public.js';
import { disciplines, hears, proceedings, subject } from '../proceedings/proceedings.public.js';
import { reports, sender } from '../reports/reports.public.js';
import type { IssuedLetter } from './letter.js';

/** How much of a letter a person may see: nothing, that it was issued and when, or its content. */
export type LetterSight = 'nothing' | 'metadata' | 'content';

/** Offices that keep and audit papers, in addition to the people who decide. */
const keepers: readonly string[] = ['HR', 'City Attorney', 'City Clerk', 'Auditor'];
/** Offices that see the letters of an expunged proceeding, in addition to its subject. */
const keepsOrders: readonly string[] = ['HR', 'City Attorney', 'Auditor'];

/** Access to the letters of a proceeding, by today's roles, walls and recusals. */
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

/**
 * Access to the acknowledgements of a report. The people who deal with it see that they were
 * issued; only its sender sees their content.
 */
export async function sightOfReport(reportId: string, reads: Reads): Promise<LetterSight> {
  const state = await reads.state(reports, reportId);
  if (state.status === 'absent') return 'nothing';
  if (sender.admits(reads.caller, state)) return 'content';
  return (await roleIn(reportId, state, reads)).works ? 'metadata' : 'nothing';
}

export const sightOf = (letter: IssuedLetter, reads: Reads): Promise<LetterSight> =>
  letter.about === 'proceeding' ? sightOfProceeding(letter.proceedingId, reads) : sightOfReport(letter.reportId, reads);
