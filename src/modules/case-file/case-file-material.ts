import { streamName } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { fold } from '../../platform/events/stream.js';
import { isSealed, type Sealed } from '../../platform/sealing/sealed.js';
import { cases, type PresentCase, subjectsOf } from '../cases/cases.public.js';
import { people } from '../directory/directory.public.js';
import { evidences, interviews, type PresentEvidence, type PresentInterview } from '../evidence/evidence.public.js';
import { type IssuedLetter, letters } from '../letters/letters.public.js';
import { type PolicyState, policies, policyId } from '../policy/policy.public.js';
import { type PresentProceeding, proceedingId, proceedings } from '../proceedings/proceedings.public.js';
import { type PresentReport, reports } from '../reports/reports.public.js';

/** One stream of a case with its state. Sealed texts stay sealed. */
export interface FileSection<State> {
  readonly id: string;
  readonly state: State;
  readonly events: readonly StoredEvent[];
}

/** All material of a case file, as of one position. */
export interface CaseMaterial {
  /** Id of the log's last event then; the file never shows it. */
  readonly head: string;
  /** The moment that was asked for, ISO 8601. */
  readonly moment: string;
  readonly matter: FileSection<PresentCase>;
  readonly reports: readonly FileSection<PresentReport>[];
  readonly proceedings: readonly FileSection<PresentProceeding>[];
  readonly evidence: readonly FileSection<PresentEvidence>[];
  readonly interviews: readonly FileSection<PresentInterview>[];
  readonly letters: readonly FileSection<IssuedLetter>[];
  readonly policy: PolicyState;
  /** The names of people by their ids. */
  readonly names: ReadonlyMap<string, Sealed>;
  /** By person id: every name, past or present, of each of the city's people who sent a report. */
  readonly reporterNames: ReadonlyMap<string, readonly Sealed[]>;
}

export interface CaseSource {
  readonly head: string;
  readonly moment: string;
  /** Decoded events of a stream (`kind-id`) up to the head, in order. */
  history(stream: string): Promise<readonly StoredEvent[]>;
  /** Ids of the case's evidence, interviews and letters, in any order. */
  readonly items: { readonly evidence: readonly string[]; readonly interviews: readonly string[]; readonly letters: readonly string[] };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Gathers a case; undefined if there was no case at the head. */
export async function gatherCase(caseId: string, { head, moment, history, items }: CaseSource): Promise<CaseMaterial | undefined> {
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
  const present = <State extends { status: string }>(parts: readonly FileSection<State>[]) =>
    parts.filter(({ state: { status } }) => status !== 'absent') as FileSection<Exclude<State, { status: 'absent' }>>[];
  // In the order in which they came in, because their ids may come in any order.
  const inOrder = <State extends { status: string }>(parts: readonly FileSection<State>[]) =>
    present(parts).sort((a, b) => a.events[0]!.position - b.events[0]!.position);
  const [reported, due, held, asked, sent, policy] = await Promise.all([
    Promise.all(state.reports.map((id) => part(reports, id, (events) => fold(reports, events)))),
    Promise.all(
      [...subjectsOf(state)].map((subject) => part(proceedings, proceedingId(caseId, subject), (events) => fold(proceedings, events))),
    ),
    Promise.all(items.evidence.map((id) => part(evidences, id, (events) => fold(evidences, events)))),
    Promise.all(items.interviews.map((id) => part(interviews, id, (events) => fold(interviews, events)))),
    Promise.all(items.letters.map((id) => part(letters, id, (events) => fold(letters, events)))),
    history(streamName(policies.name, policyId)).then((events) => fold(policies, events)),
  ]);
  const material = {
    head,
    moment,
    matter: { id: caseId, state, events: own },
    reports: present(reported),
    proceedings: present(due),
    evidence: inOrder(held),
    interviews: inOrder(asked),
    letters: inOrder(sent),
    policy,
  };
  return { ...material, names: await namesIn(material, history), reporterNames: await reporterNamesIn(material, history) };
}

type Unnamed = Omit<CaseMaterial, 'names' | 'reporterNames'>;

/** Other people may know a renamed reporter by an earlier name. */
async function reporterNamesIn({ reports: received }: Unnamed, history: CaseSource['history']): Promise<Map<string, readonly Sealed[]>> {
  const names = new Map<string, readonly Sealed[]>();
  for (const { state } of received)
    if (state.reporter !== null)
      names.set(
        state.reporter,
        (await history(streamName(people.name, state.reporter))).map(({ data }) => (data as { name?: unknown }).name).filter(isSealed),
      );
  return names;
}

/**
 * The names of all persons whom the case's events name or who acted in them, its reporters
 * included.
 */
async function namesIn(material: Unnamed, history: CaseSource['history']): Promise<Map<string, Sealed>> {
  const { matter, reports: received, proceedings: due, evidence, interviews: talks, letters: sent } = material;
  const parts = [matter, ...received, ...due, ...evidence, ...talks, ...sent];
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
