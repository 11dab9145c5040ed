import type { DataOf, StoredEvent } from '../../platform/events/event.js';
import { fold } from '../../platform/events/stream.js';
import { type Day, dayIn, plusDays } from '../../platform/ground/clock.js';
import type { Authority } from '../procedure/procedure.public.js';
import { type ProceedingState, type proceedingEvents, proceedings } from '../proceedings/proceedings.public.js';

type Events = typeof proceedingEvents;
type Of<Type extends keyof Events> = DataOf<Events[Type]>;
type Without<Data> = Omit<Data, 'caseId'>;

/** The parts of a proceeding that an audience may see. */
export interface ProceedingAudience {
  /**
   * The audience sees what the subject sees: a proposal from its notice or the decision on, and
   * only allegations of which the subject was informed.
   */
  readonly subject: boolean;
  /**
   * The proposal, the notice and the decision. They are for the people who decide, advise or keep
   * records, and for the subject.
   */
  readonly discipline: boolean;
  /** Counsel's opinion. */
  readonly counsel: boolean;
}

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
  /** The events from which the account is made: all that the audience may know of. */
  readonly events: readonly StoredEvent[];
}

/** The data of the events of one type, in order. */
export const eventsOf = <Type extends keyof Events>(type: Type, events: readonly StoredEvent[]): Of<Type>[] =>
  events.filter((event): event is StoredEvent<Type, Of<Type>> => is(type, event)).map(({ data }) => data);

const is = <Type extends keyof Events>(type: Type, event: StoredEvent): event is StoredEvent<Type, Of<Type>> => event.type === type;

/**
 * The events that the subject has been shown. A proposal is among them only once its notice was
 * served or the decision was made. Counsel's opinions, and allegations of which the subject was not
 * informed, are not.
 */
export function disclosed(events: readonly StoredEvent[], told: (allegationId: string) => boolean): StoredEvent[] {
  const shows = (event: StoredEvent) => is('NoticeServed', event) || is('DisciplineImposed', event);
  return events.filter((event, at) => {
    if (is('AllegationPut', event)) return told(event.data.allegation.allegationId);
    // Opinions of counsel, and the outcomes of other people.
    if (is('LegalReviewRecorded', event) || is('ComparablesWeighed', event)) return false;
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

/** The account of a proceeding for an audience, made from its events. */
export function accountOf(
  events: readonly StoredEvent[],
  audience: ProceedingAudience,
  told: (allegationId: string) => boolean,
  timeZone: string,
): Account {
  const seen = audience.subject ? disclosed(events, told) : events;
  const state = fold(proceedings, seen);
  const all = <Type extends keyof Events>(type: Type) =>
    seen
      .filter((event): event is StoredEvent<Type, Of<Type>> => is(type, event))
      .map(({ data }) => withoutCase(data as { caseId: string } & Of<Type>));
  const disciplinary = audience.discipline ? seen : [];
  // A new proposal replaces the notice, and counsel's opinion on the proposal before.
  const proposedAt = disciplinary.findLastIndex((event) => is('DisciplineProposed', event));
  // A proposal ends when the proceeding was sent back to the investigation.
  const returnedAt = disciplinary.findLastIndex((event) => is('ReturnedToInvestigation', event));
  const current = proposedAt < 0 || returnedAt > proposedAt ? [] : disciplinary.slice(proposedAt);
  return {
    state,
    information: all('SubjectInformed'),
    answers: [
      ...all('SubjectAnswered').map((answer) => ({ ...answer, to: 'allegations' as const })),
      ...(audience.discipline ? all('ResponseReceived').map((answer) => ({ ...answer, to: 'notice' as const })) : []),
    ],
    proposal: lastOf('DisciplineProposed', current),
    review: audience.counsel ? lastOf('LegalReviewRecorded', current) : null,
    notice: lastOf('NoticeServed', current),
    decision: lastOf('DisciplineImposed', disciplinary) ?? lastOf('NoActionTaken', disciplinary),
    finalOn: lastOf('DisciplineBecameFinal', seen)?.on ?? null,
    waitsOn: waitsOn(state, timeZone),
    events: seen,
  };
}
