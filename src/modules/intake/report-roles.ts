import type { Caller } from '../../platform/access/access.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { type CaseState, caseIdOf, cases, decider, intake, investigator, recused, reportersOf } from '../cases/cases.public.js';
import type { PresentReport } from '../reports/reports.public.js';

/** What the caller has to do with the case that a report is dealt with in. */
export interface ReportRole {
  readonly caseId: string;
  readonly matter: CaseState;
  readonly takesIn: boolean;
  readonly investigates: boolean;
  readonly decides: boolean;
  /** Holds the office of the City Attorney. */
  readonly counsel: boolean;
  /** Takes in, investigates or decides. */
  readonly works: boolean;
}

const holds = (caller: Caller, name: string): boolean => caller.offices.some(({ office }) => office === name);

/**
 * The caller's part in a report's case, as offices, roles, walls and recusals stand in `reads`: none for whom it is hidden from, its
 * reporters and witnesses. Whoever has none is answered as if there were no report.
 */
export async function roleIn(reportId: string, state: PresentReport, reads: Pick<Reads, 'caller' | 'state'>): Promise<ReportRole> {
  const { caller } = reads;
  const caseId = 'caseId' in state ? state.caseId : caseIdOf(reportId);
  const matter = await reads.state(cases, caseId);
  const reporters = await reportersOf([reportId, ...(matter.status === 'absent' ? [] : matter.reports)], reads);
  const apart = matter.status !== 'absent' && !cases.hiddenFrom?.(matter, caller.person) && !recused(matter, reporters, caller.person);
  const takesIn = apart && intake.admits(caller, matter) !== undefined;
  const investigates = apart && investigator.admits(caller, matter) !== undefined;
  const decides = apart && decider.admits(caller, matter) !== undefined;
  return {
    caseId,
    matter,
    takesIn,
    investigates,
    decides,
    counsel: apart && holds(caller, 'City Attorney'),
    works: takesIn || investigates || decides,
  };
}

/** The part of a command's caller, for `gather`; an absent report never gets so far as to need it. */
export const roleOf = async (
  reportId: string,
  state: PresentReport | { readonly status: 'absent' },
  reads: Pick<Reads, 'caller' | 'state'>,
): Promise<{ readonly part: ReportRole | undefined }> => ({
  part: state.status === 'absent' ? undefined : await roleIn(reportId, state, reads),
});

/**
 * Whether the caller may look up who sent the report: those who take it in, to reach the sender; the investigator, where the sender did
 * not ask for secrecy or HR investigates; and whom it was disclosed to.
 */
export function maySeeReporter(state: PresentReport, part: ReportRole, caller: Caller): boolean {
  if (part.takesIn) return true;
  const secret = state.sender.known !== 'not' && state.sender.confidential;
  if (part.investigates && (!secret || holds(caller, 'HR'))) return true;
  const walled = part.matter.status === 'absent' || cases.hiddenFrom?.(part.matter, caller.person);
  return !walled && [...state.disclosures.values()].some(({ disclosed, person }) => disclosed && person === caller.person);
}
