import type { Office } from '../../platform/access/access.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { type Day, dayIn, plusDays } from '../../platform/ground/clock.js';
import { eventsOf } from '../discipline/discipline.public.js';
import type { GrievanceStep } from '../procedure/procedure.public.js';
import { courseOf, type PresentProceeding } from '../proceedings/proceedings.public.js';
import type { PresentReport } from '../reports/reports.public.js';
import type { ProceedingKind, Values } from './letter-kinds.js';

/** Who signs a letter, when, and in which office. */
export interface Signing {
  /** Null if the directory does not know the person. */
  readonly name: string | null;
  readonly office: Office;
  /** The day in the city's time zone. */
  readonly today: Day;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * A clause as in the version to which an allegation is pinned. Its text is null if that version
 * lacks the clause.
 */
export interface CitedClause {
  readonly clause: string;
  readonly policyVersion: string;
  readonly text: string | null;
}

/** The facts that fill a letter to a subject. Names and prose stay sealed. */
export interface ProceedingFacts {
  readonly state: PresentProceeding;
  /** The proceeding's events, in order. */
  readonly events: readonly StoredEvent[];
  readonly subjectName: string | null;
  readonly caseRef: string | null;
  readonly clauses: readonly CitedClause[];
  /** The steps of the grievance procedure of the subject's track. */
  readonly steps: readonly GrievanceStep[];
}

const months = 'January February March April May June July August September October November December'.split(' ');
/** `2026-03-02` as March 2, 2026. */
export const worded = (day: Day): string => `${months[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8))}, ${day.slice(0, 4)}`;
/** The last day before an instant at which a time limit ends at midnight in the city. */
const lastDayOf = (until: string, timeZone: string): string => worded(plusDays(dayIn(timeZone, until), -1));

const services = {
  'in-person': 'in person',
  'certified-mail': 'by certified mail',
  'e-mail': 'by e-mail',
  interoffice: 'by interoffice mail',
};
const decisions = { denied: 'denied', granted: 'granted', modified: 'granted in part', settled: 'settled' };
const orderers = {
  arbitrator: 'an arbitrator',
  settlement: 'a settlement',
  court: 'a court',
  'city-manager': 'the City Manager',
  council: 'Council',
};

/** An authority as a sentence names it. */
const authority = (name: string): string => (name === 'Council' || name === 'HR' ? name : `the ${name}`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const cited = (clauses: readonly CitedClause[]): string | null =>
  clauses.length === 0 || clauses.some(({ text }) => text === null)
    ? null
    : clauses
        .map(({ clause, policyVersion, text }) => `${clause}, policy version ${policyVersion}: ${(text ?? '').replace(/\s+/g, ' ')}`)
        .join('\n');

const signed = ({ name, office, today }: Signing) => ({ date: worded(today), signatoryName: name, signatoryOffice: office });

const stepped = ({ name, hears, outside, fileDays, counts }: GrievanceStep): string =>
  `${name}: heard by ${hears === null ? (outside ?? 'a body outside the city') : authority(hears)}; brought within ${fileDays} ${counts} days`;

/** Whether the state of a proceeding calls for a letter of this kind. */
export function callsFor(kind: ProceedingKind, { state, events }: Pick<ProceedingFacts, 'state' | 'events'>): boolean {
  if (state.status === 'expunged') return kind === 'expungement';
  const course = courseOf(state);
  switch (kind) {
    case 'notice':
      return 'notice' in course;
    case 'discipline-imposed':
      return 'discipline' in course && course.status !== 'reversed';
    case 'no-action':
      return course.status === 'no-action';
    case 'not-sustained':
      return course.status === 'not-sustained' && course.toldOn !== null;
    case 'grievance-answer':
      return 'discipline' in course && course.status !== 'imposed' && eventsOf('GrievanceDecided', events).length > 0;
    case 'expungement':
      return false;
  }
}

function ofNotice({ state, events }: ProceedingFacts): Values {
  const notice = eventsOf('NoticeServed', events).at(-1);
  const course = courseOf(state);
  if (!notice || !('notice' in course)) return {};
  const { considers, meetingOn } = notice;
  return {
    rung: notice.rung.name,
    evidence: notice.evidence,
    earlierDiscipline:
      considers.length === 0
        ? 'No earlier discipline is considered.'
        : `Earlier discipline on your record is considered: ${considers.length} ${considers.length === 1 ? 'decision' : 'decisions'}.`,
    servedOn: worded(notice.on),
    service: services[notice.service],
    // The current deadline: a hold moves it.
    respondBy: worded(course.notice.respondBy),
    respondTo: authority(course.decides),
    meeting: meetingOn === null ? 'No meeting is set; you may ask for one.' : `A meeting is set for ${worded(meetingOn)}.`,
  };
}

function ofDiscipline({ state, events, steps }: ProceedingFacts, { timeZone }: Signing): Values {
  const decision = eventsOf('DisciplineImposed', events).at(-1);
  const course = courseOf(state);
  if (!decision || !('discipline' in course)) return {};
  const { rung, countsUntil, grievableUntil, decidedAs } = course.discipline;
  const open = grievableUntil !== null;
  return {
    rung: rung.name,
    reasons: decision.reasons,
    decidedBy: capital(authority(decidedAs)),
    effectiveOn: worded(eventsOf('DisciplineCorrected', events).at(-1)?.effectiveOn ?? decision.effectiveOn),
    countsUntil: countsUntil === null ? 'It stays on your record without an end.' : `It counts until the end of ${worded(countsUntil)}.`,
    grievanceWindow: open
      ? `You may file a grievance until the end of ${lastDayOf(grievableUntil, timeZone)}. These are its steps:`
      : 'This decision is final: no grievance procedure applies to it.',
    grievanceSteps: open
      ? steps.map(stepped).join('\n') || 'HR tells you where to file it and who hears it.'
      : 'HR answers your questions about it.',
  };
}

function ofNoAction({ state, events }: ProceedingFacts): Values {
  const course = courseOf(state);
  const decision = eventsOf('NoActionTaken', events).at(-1);
  if (!decision || !('decides' in course)) return {};
  return { reasons: decision.reasons, decidedBy: capital(authority(course.decides)) };
}

function ofGrievance({ state, events }: ProceedingFacts, { timeZone }: Signing): Values {
  const decision = eventsOf('GrievanceDecided', events).at(-1);
  const course = courseOf(state);
  if (!decision || !('discipline' in course)) return {};
  const filed = [...eventsOf('GrievanceFiled', events), ...eventsOf('GrievanceAdvanced', events)];
  return {
    step: filed.findLast(({ index }) => index === decision.index)?.step.name ?? null,
    decision: decisions[decision.outcome],
    decidedOn: worded(decision.on),
    reasons: decision.reasons,
    stands: course.status === 'reversed' ? 'Nothing of the discipline stands.' : `This measure stands: ${course.discipline.rung.name}.`,
    goingOn:
      decision.advanceUntil === null
        ? 'The procedure ends here.'
        : `You may take it to the next step until the end of ${lastDayOf(decision.advanceUntil, timeZone)}.`,
  };
}

function ofExpungement({ events }: ProceedingFacts): Values {
  const order = eventsOf('DisciplineExpunged', events).at(-1);
  if (!order) return {};
  return {
    orderedBy: orderers[order.orderedBy],
    orderedOn: worded(order.orderedOn),
    order: order.order,
    expungedOn: worded(order.on),
  };
}

const of: Readonly<Record<ProceedingKind, (facts: ProceedingFacts, signing: Signing) => Values>> = {
  notice: ofNotice,
  'discipline-imposed': ofDiscipline,
  'no-action': ofNoAction,
  'not-sustained': () => ({}),
  'grievance-answer': ofGrievance,
  expungement: ofExpungement,
};

/** Values of the placeholders of a letter to a subject; null or absent if the record has none. */
export const valuesOfProceeding = (kind: ProceedingKind, facts: ProceedingFacts, signing: Signing): Values => ({
  ...signed(signing),
  subjectName: facts.subjectName,
  caseRef: facts.caseRef,
  clauses: cited(facts.clauses),
  ...of[kind](facts, signing),
});

/**
 * Values of the placeholders of an acknowledgement. The caller gives `reporterName`, because only
 * the letter itself shows the name.
 */
export const valuesOfReport = (
  { receivedOn, acknowledgedOn, followed }: PresentReport,
  reporterName: string | null,
  signing: Signing,
): Values => ({
  ...signed(signing),
  reporterName,
  receivedOn: worded(receivedOn),
  acknowledgedOn: acknowledgedOn === null ? null : worded(acknowledgedOn),
  following: followed
    ? 'With the code that you were given you can see how far it is, read what we write to you, and write to us.'
    : 'Once you sign in you can see how far it is, read what we write to you, and write to us.',
});
