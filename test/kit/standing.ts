import { cases } from '../../src/modules/cases/case.js';
import { caseParties, standingAmong } from '../../src/modules/cases/standing.js';
import { proceedings } from '../../src/modules/proceedings/proceeding.js';
import type { Caller } from '../../src/platform/access/access.js';
import { type Standing, Standings, type StateReads } from '../../src/platform/access/parties.js';
import type { AnyStream, StateOf } from '../../src/platform/events/stream.js';

/** Says among a spec's facts who has a part in the matter. */
export interface Involved {
  /** Person ids of the case's reporters. */
  readonly reporters?: ReadonlySet<string>;
  /** The caller's standing to the case. */
  readonly standing?: Standing;
}

/** The caller's standing to a case or a proceeding as a spec gives it; to other streams everybody is uninvolved. */
export function standingGiven(stream: AnyStream, state: unknown, { person }: Caller, involved: Involved): Standing {
  const { reporters = new Set<string>(), standing } = involved;
  if ((state as { status: string }).status === 'absent') return 'uninvolved';
  if (stream === cases) return standing ?? standingAmong(state as StateOf<typeof cases>, reporters, person);
  if (stream !== proceedings) return 'uninvolved';
  if ((state as { subject: string }).subject === person) return 'own';
  return standing ?? (reporters.has(person) ? 'recused' : 'uninvolved');
}

/** Standings over a log in memory. */
export const standingsOver = (reads: StateReads): Standings => new Standings(caseParties, reads);
