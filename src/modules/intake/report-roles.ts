import type { Caller } from '../../platform/access/access.js';
import type { OpenContext } from '../../platform/commands/command-handler.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { type CaseState, caseIdOf, cases, decider, intake, investigator, recused, reportersOf } from '../cases/cases.public.js';
import type { PresentReport } from '../reports/reports.public.js';

/** The caller's role in the case in which a report is dealt with. */
export interface ReportRole {
  readonly caseId: string;
  readonly matter: CaseState;
  /** The case exists, and the caller has no part in its matter. */
  readonly apart: boolean;
  readonly takesIn: boolean;
  readonly investigates: boolean;
  readonly decides: boolean;
  /** Holds the office of the City Attorney. */
  readonly counsel: boolean;
  /** Takes it in, investigates or decides. */
  readonly works: boolean;
}

const holds = (caller: Caller, name: string): boolean => caller.offices.some(({ office }) => office === name);

/**
 * The caller's role in a report's case, by the offices, roles, walls and recusals in `reads`. A
 * caller from whom the case is hidden has none, and neither have its reporters and witnesses. A
 * caller without a role gets the same answer as for an absent report.
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
    apart,
    takesIn,
    investigates,
    decides,
    counsel: apart && holds(caller, 'City Attorney'),
    works: takesIn || investigates || decides,
  };
}

/** The role of a command's caller, for `knows`. */
export const roleOf = async (
  state: PresentReport,
  reads: Pick<Reads, 'caller' | 'state'>,
  reportId: string,
): Promise<{ readonly part: ReportRole }> => ({ part: await roleIn(reportId, state, reads) });

/** For `opens`: the caller takes the report in, investigates or decides. */
export const worksOnReport = (
  state: PresentReport,
  { facts: { part }, refuse }: OpenContext<{ readonly part: ReportRole }, 'resource.not-found'>,
): PresentReport => (part.works ? state : refuse('resource.not-found'));

/**
 * Whether the caller may look up who sent the report. People who take it in may, to reach the
 * sender. The investigator may, unless the sender asked for confidentiality and the investigator is
 * not HR. The recipient of a disclosure may.
 */
export function maySeeReporter(state: PresentReport, part: ReportRole, caller: Caller): boolean {
  if (part.takesIn) return true;
  const secret = state.sender.known !== 'not' && state.sender.confidential;
  if (part.investigates && (!secret || holds(caller, 'HR'))) return true;
  return part.apart && [...state.disclosures.values()].some(({ disclosed, person }) => disclosed && person === caller.person);
}
