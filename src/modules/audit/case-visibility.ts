import { admit, type Caller } from '../../platform/access/access.js';
import type { AnyStream } from '../../platform/events/stream.js';
import type { AnyQueryHandler, AnyStreamQuery, QueryReads } from '../../platform/queries/query-handler.js';
import { Refusal, refuseFrom } from '../../platform/refusals/refuse.js';
import { type FileAudience, fileAudiences, mayTakeFor } from '../case-file/case-file.public.js';
import { cases, subjectsOf } from '../cases/cases.public.js';
import { proceedingId, proceedings } from '../proceedings/proceedings.public.js';

type CaseRead = AnyQueryHandler & AnyStreamQuery;

/** The answer that one query would have given. */
export interface VisibleAnswer {
  readonly query: string;
  readonly proceedingId: string | null;
  readonly shown: boolean;
  /** Fields of the answer that are not withheld. */
  readonly parts: readonly string[];
}

/** Id of a person who is no party to anything, used if the auditor names nobody. */
export const noPerson = '00000000-0000-0000-0000-000000000001';

type Answer = 'nothing' | 'recused' | readonly string[];

/** Runs the query itself as of the moment. Grants and walls are those of that moment too. */
async function answered(read: CaseRead, id: string, ids: object, caller: Caller, then: QueryReads): Promise<Answer> {
  const state = await then.state(read.stream, id);
  const office = admit(read.may, caller, state);
  if (!office || state.status === 'absent' || read.stream.hiddenFrom?.(state, caller.person)) return 'nothing';
  const reads: QueryReads = {
    ...then,
    caller,
    office,
    current: { ...then, caller },
    hiddenStreams: () => then.hiddenFrom(caller.person),
  };
  try {
    const answer = await read.run(Object.assign(new read.query(), ids), state as never, reads, refuseFrom(read.refuses ?? {}) as never);
    return Object.entries(answer as object).flatMap(([part, value]) => (value === null || value === undefined ? [] : [part]));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code === 'access.not-permitted' ? 'recused' : 'nothing';
  }
}

/**
 * The answers that a caller would have got about a case at the moment of `then`, by its own queries
 * and rules. A caller who is recused as a reporter, a witness or for a conflict is judged as others
 * in that office, because the difference would unmask them.
 */
export async function visibleAnswersOf(caseId: string, caller: Caller, then: QueryReads): Promise<VisibleAnswer[]> {
  const matter = await then.state(cases, caseId);
  if (matter.status === 'absent') return [];
  const due = [...new Set([...matter.allegations.values()].map(({ subject }) => proceedingId(caseId, subject)))];
  const sightsOf = (stream: AnyStream) => (then.sights as readonly CaseRead[]).filter((read) => read.stream === stream);
  const asked = [
    ...sightsOf(cases).map((read) => ({ read, id: caseId, proceeding: null, ids: { caseId, limit: 1 } })),
    ...due.flatMap((id) => sightsOf(proceedings).map((read) => ({ read, id, proceeding: id, ids: { proceedingId: id } }))),
  ];
  const sights: VisibleAnswer[] = [];
  for (const { read, id, proceeding, ids } of asked) {
    let answer = await answered(read, id, ids, caller, then);
    if (answer === 'recused') answer = await answered(read, id, ids, { ...caller, person: noPerson }, then);
    const parts = typeof answer === 'string' ? [] : answer;
    sights.push({ query: read.query.name, proceedingId: proceeding, shown: typeof answer !== 'string', parts });
  }
  return sights;
}

/** Audiences for which a caller could have taken the case's file at that moment. */
export async function filesOf(caseId: string, caller: Caller, then: QueryReads): Promise<FileAudience[]> {
  const matter = await then.state(cases, caseId);
  if (matter.status === 'absent' || subjectsOf(matter).has(caller.person)) return [];
  return fileAudiences.filter((audience) => mayTakeFor(audience, caller, matter));
}
