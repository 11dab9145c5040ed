import { fold } from '../../platform/commands/stream.js';
import { type Position, streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import type { Sealed } from '../../platform/sealing/sealed.js';
import { people } from '../directory/directory.public.js';
import { type PolicyState, policies, policyId } from '../policy/policy.public.js';
import { cases, type PresentCase, subjectsOf } from './case.js';
import { evidences, type PresentEvidence } from './evidence.js';
import { interviews, type PresentInterview } from './interview.js';
import { type PresentProceeding, proceedingId, proceedings } from './proceeding.js';
import { type PresentReport, reports } from './report.js';

/** The moment that a case file shows: the last event of the log that it knows of. */
export interface Head {
  readonly position: Position;
  readonly id: string;
  readonly recordedAt: string;
}

/** One stream of a case with its state; what is sealed stays so. */
export interface Part<State> {
  readonly id: string;
  readonly state: State;
  readonly events: readonly StoredEvent[];
}

/** All that a case file is made of, as it stood at one position. */
export interface CaseMaterial {
  readonly head: Head;
  readonly matter: Part<PresentCase>;
  readonly reports: readonly Part<PresentReport>[];
  readonly proceedings: readonly Part<PresentProceeding>[];
  readonly evidence: readonly Part<PresentEvidence>[];
  readonly interviews: readonly Part<PresentInterview>[];
  readonly policy: PolicyState;
  /** The names of people by their ids. */
  readonly names: ReadonlyMap<string, Sealed>;
}

export interface CaseSource {
  readonly head: Head;
  /** Decoded events of a stream (`kind-id`) up to the head, in order. */
  history(stream: string): Promise<readonly StoredEvent[]>;
  /** Ids of the case's evidence and interviews, in the order in which they came in. */
  readonly items: { readonly evidence: readonly string[]; readonly interviews: readonly string[] };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Gathers a case; undefined where there was none at the head. */
export async function gatherCase(caseId: string, { head, history, items }: CaseSource): Promise<CaseMaterial | undefined> {
  const own = await history(streamName(cases.name, caseId));
  const state = fold(cases, own);
  if (state.status === 'absent') return undefined;
  const part = async <S extends { readonly name: string }, State>(
    stream: S,
    id: string,
    folded: (events: readonly StoredEvent[]) => State,
  ) => {
    const events = await history(streamName(stream.name, id));
    return { id, state: folded(events), events };
  };
  const present = <State extends { status: string }>(parts: readonly Part<State>[]) =>
    parts.filter(({ state: { status } }) => status !== 'absent') as Part<Exclude<State, { status: 'absent' }>>[];
  const [reported, due, held, asked, policy] = await Promise.all([
    Promise.all(state.reports.map((id) => part(reports, id, (events) => fold(reports, events)))),
    Promise.all(
      [...subjectsOf(state)].map((subject) => part(proceedings, proceedingId(caseId, subject), (events) => fold(proceedings, events))),
    ),
    Promise.all(items.evidence.map((id) => part(evidences, id, (events) => fold(evidences, events)))),
    Promise.all(items.interviews.map((id) => part(interviews, id, (events) => fold(interviews, events)))),
    history(streamName(policies.name, policyId)).then((events) => fold(policies, events)),
  ]);
  const material = {
    head,
    matter: { id: caseId, state, events: own },
    reports: present(reported),
    proceedings: present(due),
    evidence: present(held),
    interviews: present(asked),
    policy,
  };
  return { ...material, names: await namesIn(material, history) };
}

/** The names of everyone whom the events of the case name or were done by, its reporters too. */
async function namesIn(material: Omit<CaseMaterial, 'names'>, history: CaseSource['history']): Promise<Map<string, Sealed>> {
  const parts = [material.matter, ...material.reports, ...material.proceedings, ...material.evidence, ...material.interviews];
  const named = parts.flatMap(({ events }) =>
    events.flatMap(({ data, actor }) => [actor.person, ...(JSON.stringify(data).match(uuid) ?? [])]),
  );
  const names = new Map<string, Sealed>();
  for (const id of new Set(named)) {
    const person = fold(people, await history(streamName(people.name, id)));
    if (person.status !== 'absent') names.set(id, person.name);
  }
  return names;
}
