import { dataFor, readsAny, readsEvent } from '../../platform/access/audiences.js';
import type { DataOf, StoredEvent } from '../../platform/events/event.js';
import { fold } from '../../platform/events/stream.js';
import { type Day, dayIn, plusDays } from '../../platform/ground/clock.js';
import type { Authority } from '../procedure/procedure.public.js';
import { type ProceedingState, type proceedingEvents, proceedings } from '../proceedings/proceedings.public.js';

type Events = typeof proceedingEvents;
type Of<Type extends keyof Events> = DataOf<Events[Type]>;
type Without<Data> = Omit<Data, 'caseId'>;

/** On whom a proceeding waits, for what, and until which day. */
export interface Wait {
  readonly on: Authority | 'subject' | 'investigator' | 'hearing body';
  readonly for: 'information' | 'answer' | 'finding' | 'legal review' | 'notice' | 'response' | 'decision' | 'grievance' | 'resumption';
  readonly until: Day | null;
}

/** The information, answers, proposal, notice and decision, as far as an audience may see them. */
export interface Account {
  readonly state: ProceedingState;
  readonly information: Without<Of<'SubjectInformed'>>[];
  readonly answers: (Without<Of<'SubjectAnswered'>> & { readonly to: 'allegations' | 'notice' })[];
  readonly proposal: Without<Of<'DisciplineProposed'>> | null;
  readonly review: Without<Of<'LegalReviewRecorded'>> | null;
  readonly notice: Without<Of<'NoticeServed'>> | null;
  readonly decision: Without<Of<'DisciplineImposed'>> | Without<Of<'NoActionTaken'>> | null;
  readonly finalOn: Day | null;
  readonly waitsOn: Wait | null;
  /** The events from which the account is made, with the values that the audience reads. */
  readonly events: readonly StoredEvent[];
}

/** The data of the events of one type, in order. */
export const eventsOf = <Type extends keyof Events>(type: Type, events: readonly StoredEvent[]): Of<Type>[] =>
  events.filter((event): event is StoredEvent<Type, Of<Type>> => is(type, event)).map(({ data }) => data);

const is = <Type extends keyof Events>(type: Type, event: StoredEvent): event is StoredEvent<Type, Of<Type>> => event.type === type;

const subjects = ['subject'];

/** What an audience reads of the events, each with the values that it reads. */
export const readOf = (events: readonly StoredEvent[], audiences: readonly string[]): StoredEvent[] =>
  events
    .filter(({ type }) => readsAny(proceedings, type, audiences))
    .map((event) => ({ ...event, data: dataFor(proceedings, event, audiences) }));

/**
 * The events that the subject has been shown. A proposal is among them only once its notice was
 * served or the decision was made. Allegations of which the subject was not informed are not.
 */
export function disclosed(events: readonly StoredEvent[], told: (allegationId: string) => boolean): StoredEvent[] {
  const shows = (event: StoredEvent) => is('NoticeServed', event) || is('DisciplineImposed', event);
  return events.filter((event, at) => {
    if (is('AllegationPut', event)) return told(event.data.allegation.allegationId);
    if (!readsEvent(proceedings, event.type, subjects)) return false;
    if (!is('DisciplineProposed', event)) return true;
    const next = events.slice(at + 1).find((later) => shows(later) || is('DisciplineProposed', later));
    return next !== undefined && shows(next);
  });
}

const withoutCase = <Data extends { readonly caseId: string }>({ caseId: _, ...rest }: Data): Without<Data> => rest;

const lastOf = <Type extends keyof Events>(type: Type, events: readonly StoredEvent[]) => {
  const event = events.findLast((one): one is StoredEvent<Type, Of<Type>> => is(type, one));
  return event ? withoutCase(event.data as { caseId: string } & Of<Type>) : null;
};

/** On whom a proceeding waits; null once nobody has to act. */
export function waitsOn(state: ProceedingState, timeZone: string): Wait | null {
  // A time ends with its last day.
  const lastDayBefore = (end: string): Day => plusDays(dayIn(timeZone, end), -1);
  switch (state.status) {
    case 'absent':
    case 'not-sustained':
    case 'no-action':
    case 'imposed':
    case 'final':
    case 'reversed':
    case 'separated':
    case 'settled':
    case 'expunged':
      return null;
    case 'held':
      return { on: 'decides' in state.before ? state.before.decides : 'HR', for: 'resumption', until: null };
    case 'grieved': {
      const { step, decideBy } = state.grievance;
      return { on: step.hears ?? 'hearing body', for: 'decision', until: decideBy === null ? null : lastDayBefore(decideBy) };
    }
    case 'grievance-answered':
      return { on: 'subject', for: 'grievance', until: state.advanceUntil === null ? null : lastDayBefore(state.advanceUntil) };
    case 'named':
      return { on: 'HR', for: 'information', until: null };
    case 'informed': {
      if (state.allegations.some(({ allegationId }) => !state.informed.has(allegationId)))
        return { on: 'HR', for: 'information', until: null };
      const until = [...state.informed.values()].sort().at(-1) ?? null;
      return state.answered ? { on: 'investigator', for: 'finding', until: null } : { on: 'subject', for: 'answer', until };
    }
    case 'proposed': {
      const { rung, reviewed } = state.proposal;
      if (rung.needsLegalReview && reviewed !== 'sufficient') return { on: 'City Attorney', for: 'legal review', until: null };
      return rung.needsNotice ? { on: 'HR', for: 'notice', until: null } : { on: state.decides, for: 'decision', until: null };
    }
    case 'noticed':
      return { on: 'subject', for: 'response', until: state.notice.respondBy };
    case 'sustained':
    case 'responded':
    case 'waived':
    case 'lapsed':
      return { on: state.decides, for: 'decision', until: null };
  }
}

/**
 * The account of a proceeding for audiences, made from its events. `told` says of which allegations
 * the subject was informed.
 */
export function accountOf(
  events: readonly StoredEvent[],
  audiences: readonly string[],
  told: (allegationId: string) => boolean,
  timeZone: string,
): Account {
  const seen = audiences.includes('subject') ? disclosed(events, told) : events;
  const state = fold(proceedings, seen);
  const read = readOf(seen, audiences);
  const all = <Type extends keyof Events>(type: Type) =>
    read
      .filter((event): event is StoredEvent<Type, Of<Type>> => is(type, event))
      .map(({ data }) => withoutCase(data as { caseId: string } & Of<Type>));
  // A new proposal replaces the notice, and counsel's opinion on the proposal before.
  const proposedAt = read.findLastIndex((event) => is('DisciplineProposed', event));
  // A proposal ends when the proceeding was sent back to the investigation.
  const returnedAt = read.findLastIndex((event) => is('ReturnedToInvestigation', event));
  const current = proposedAt < 0 || returnedAt > proposedAt ? [] : read.slice(proposedAt);
  return {
    state,
    information: all('SubjectInformed'),
    answers: [
      ...all('SubjectAnswered').map((answer) => ({ ...answer, to: 'allegations' as const })),
      ...all('ResponseReceived').map((answer) => ({ ...answer, to: 'notice' as const })),
    ],
    proposal: lastOf('DisciplineProposed', current),
    review: lastOf('LegalReviewRecorded', current),
    notice: lastOf('NoticeServed', current),
    decision: lastOf('DisciplineImposed', read) ?? lastOf('NoActionTaken', read),
    finalOn: lastOf('DisciplineBecameFinal', read)?.on ?? null,
    waitsOn: waitsOn(state, timeZone),
    events: read,
  };
}
