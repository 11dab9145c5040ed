import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { isSealed } from '../../platform/sealing/sealed.js';
import { clauseOf, versionNamed } from '../policy/policy.public.js';
import { type Allegation, ConflictDeclared, WitnessNamed } from './case.js';
import type { CaseMaterial, Part } from './case-file-material.js';
import { IntervieweeIdentified, isWalledFromProsecutor, type PresentInterview } from './interview.js';
import { compelledMarking } from './interview-list.view.js';
import { measureEvents } from './measures.js';
import { courseOf, type PresentProceeding } from './proceeding.js';
import { disclosed } from './proceeding-account.js';

/** For whom a case file may be made. */
export const fileAudiences = ['decider', 'counsel', 'hr', 'subject', 'prosecutor', 'public'] as const;
export type FileAudience = (typeof fileAudiences)[number];

/** A value of the file: JSON; texts may still be sealed. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [field: string]: Value };
export type Entry = { readonly [field: string]: Value };

/** A case file: about it, then its parts, each a list of entries. */
export interface CaseFile {
  readonly about: {
    readonly caseId: string;
    readonly audience: FileAudience;
    readonly moment: string;
    readonly position: string;
    readonly headEventId: string;
  };
  /** What this audience is not shown, in words. */
  readonly leftOut: readonly string[];
  readonly parts: Readonly<Record<string, readonly Entry[]>>;
}

interface Rules {
  /** Whether what someone wrote in an event of the case, or of a proceeding, is shown. */
  readonly prose: (event: StoredEvent) => boolean;
  readonly hides: ReadonlySet<string>;
  readonly reports: boolean;
  /** Whether the orders by which discipline was expunged are shown. */
  readonly keepsOrders: boolean;
  /** Whether counsel's reasons to let something in are shown. */
  readonly counsel: boolean;
  readonly evidence: (item: CaseMaterial['evidence'][number]) => boolean;
  readonly interviews: (interview: PresentInterview) => boolean;
}

const opinions = ['LegalReviewRecorded', 'InvestigationReportReviewed'];
const parties = [WitnessNamed.type, ConflictDeclared.type];
const never = () => false;
const always = () => true;

/** Where a case first held something compelled: what was written from then on may be made of it. */
const compelledFrom = ({ evidence, interviews }: CaseMaterial): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...[...evidence.filter(({ state }) => state.compelled), ...interviews.filter(({ state }) => isWalledFromProsecutor(state))].map(
      ({ events }) => events[0]!.position,
    ),
  );

const rulesFor = (audience: Exclude<FileAudience, 'subject' | 'public'>, material: CaseMaterial): Rules => {
  const kept = { reports: true, keepsOrders: false, counsel: true, evidence: always, interviews: always };
  switch (audience) {
    case 'counsel':
      return { ...kept, keepsOrders: true, prose: always, hides: new Set() };
    case 'decider':
      return { ...kept, prose: ({ type }) => type !== ConflictDeclared.type, hides: new Set() };
    case 'hr':
      return {
        prose: ({ stream }) => streamParts(stream).kind === 'proceeding',
        hides: new Set([...parties, 'InvestigationReportReviewed']),
        reports: false,
        keepsOrders: true,
        counsel: true,
        evidence: never,
        interviews: never,
      };
    case 'prosecutor': {
      const from = compelledFrom(material);
      return {
        prose: ({ position }) => position < from,
        hides: new Set([...parties, ...opinions]),
        reports: false,
        keepsOrders: false,
        counsel: false,
        evidence: ({ state }) => !state.compelled,
        interviews: (interview) => !isWalledFromProsecutor(interview) && interview.with.as !== 'reporter',
      };
    }
  }
};

const leftOut: Readonly<Record<FileAudience, readonly string[]>> = {
  counsel: ['Who sent a report.'],
  decider: ['Who sent a report.', 'Why someone declared a conflict.'],
  hr: ['Who sent a report.', 'Reports, evidence, interviews and witnesses.', 'What was written in the case; outcomes are shown.'],
  subject: ['Who sent a report.', 'The case itself: this is one subject’s due process, as far as it was told to them.'],
  prosecutor: [
    'Who sent a report, and reports.',
    'Compelled statements, and all that was written in the case since the first of them.',
    'Opinions of counsel, conflicts and witnesses.',
  ],
  public: ['Everyone’s names and identities.', 'What was written, evidence and interviews.', 'Discipline that is not final.'],
};

/** Data without what someone wrote, where that is not shown. */
function told(value: unknown, prose: boolean): Value {
  if (isSealed(value)) return prose ? value : null;
  if (Array.isArray(value)) return value.map((item) => told(item, prose));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, told(inner, prose)]));
  return value as Value;
}

const entryOf = (event: StoredEvent, prose: boolean): Entry => ({
  at: event.recordedAt,
  what: event.type,
  office: event.actor.office,
  eventId: event.id,
  ...(told(event.data, prose) as Entry),
});

const policyText = ({ policy }: CaseMaterial, { clause, policyVersion }: { clause: string; policyVersion: string }): Entry => {
  const version = versionNamed(policy, policyVersion);
  const found = version && clauseOf(version, clause);
  return {
    clause,
    policyVersion,
    instrument: version?.instrument ?? null,
    effectiveFrom: version?.effectiveFrom ?? null,
    heading: found?.heading ?? null,
    textInForce: found?.text ?? null,
  };
};

const aboutOf = ({ head, matter }: CaseMaterial, audience: FileAudience): CaseFile['about'] => ({
  caseId: matter.id,
  audience,
  moment: head.recordedAt,
  position: String(head.position),
  headEventId: head.id,
});

/** Fields in which a decision departs from what is usual, with its reason. */
const reasonsToDepart = ['departure', 'departures', 'overReview', 'acknowledgementReason', 'soleSource'] as const;
const departs = ({ data }: StoredEvent): boolean =>
  reasonsToDepart.some((field) => {
    const value = (data as Record<string, unknown>)[field];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  });

const byPosition = (parts: readonly Part<unknown>[]): StoredEvent[] =>
  parts.flatMap(({ events }) => events).sort((a, b) => a.position - b.position);

/**
 * The file of a case for an audience, out of what it is made of: the same material gives the same file for ever. Who sent a report is in
 * none of them. `subject` names whose file it is, for that audience. Texts stay sealed.
 */
export function caseFile(material: CaseMaterial, audience: FileAudience, subject?: string): CaseFile {
  const parts =
    audience === 'public'
      ? publicParts(material)
      : audience === 'subject'
        ? subjectParts(material, subject)
        : fullParts(material, audience);
  return { about: aboutOf(material, audience), leftOut: leftOut[audience], parts };
}

function fullParts(material: CaseMaterial, audience: Exclude<FileAudience, 'subject' | 'public'>): CaseFile['parts'] {
  const rules = rulesFor(audience, material);
  const { matter, evidence, interviews } = material;
  // What was expunged is shown to those who keep the order alone.
  const proceedings = material.proceedings.filter(({ state: { status } }) => rules.keepsOrders || status !== 'expunged');
  const { state } = matter;
  const shown = (events: readonly StoredEvent[]) => events.filter(({ type }) => !rules.hides.has(type));
  const entries = (events: readonly StoredEvent[]) => shown(events).map((event) => entryOf(event, rules.prose(event)));
  const of = (...types: string[]) => entries(matter.events.filter(({ type }) => types.includes(type)));
  const items = evidence.filter(rules.evidence);
  const talks = interviews.filter((one) => rules.interviews(one.state));
  const timeline = byPosition([matter, ...proceedings, ...items, ...talks]).filter(({ type }) => type !== IntervieweeIdentified.type);
  const reporters = reportersIn(material);
  return {
    summary: [
      {
        status: state.status,
        openedOn: state.openedOn,
        decides: state.authority.decides,
        takesIn: [...state.authority.intake],
        investigator: 'investigator' in state ? state.investigator : null,
        accused: [...state.accused],
        witnesses: rules.hides.has(WitnessNamed.type) ? null : [...state.witnesses].filter((one) => !reporters.includes(one)),
      },
    ],
    reports: rules.reports
      ? material.reports.map(({ id, state: { channel, receivedOn, summary } }) => ({ id, channel, receivedOn, summary }))
      : [],
    allegations: [...state.allegations].map(([id, allegation]) => ({
      id,
      subject: allegation.subject,
      ...policyText(material, allegation),
      ...(allegationTold(id, material, rules) as Entry),
      unresolved: [...allegation.unresolved],
      finding: allegation.finding?.outcome ?? null,
      withdrawn: allegation.withdrawn !== null,
    })),
    findings: of('FactAdmitted', 'FindingRecorded'),
    investigation: of(
      'CaseDeclined',
      'CaseHandledInformally',
      'InvestigationOpened',
      'InvestigationPlanned',
      'InvestigationReportFiled',
      'InvestigationReportReviewed',
      'InvestigationReportReturned',
      'ConflictDeclared',
      'CaseSuspended',
      'CaseResumed',
      'CaseReopened',
    ),
    determinations: of('DeterminationIssued'),
    proceedings: proceedings.flatMap(({ id, state: { subject, status }, events }) =>
      entries(events.filter(({ type }) => !isGrievance(type))).map((entry) => ({ proceedingId: id, subject, standsAt: status, ...entry })),
    ),
    grievances: proceedings.flatMap(({ id, events }) =>
      entries(events.filter(({ type }) => isGrievance(type))).map((entry) => ({ proceedingId: id, ...entry })),
    ),
    evidence: items.map((item) => evidenceOf(item, rules)),
    custody: items.flatMap(({ id, events }) =>
      events.slice(1).map((event) => ({ evidenceId: id, by: event.actor.person, ...entryOf(event, rules.prose(event)) })),
    ),
    interviews: talks.map((talk) => interviewOf(talk, rules)),
    measures: of(...Object.keys(measureEvents).filter((type) => !isReferral(type))),
    referrals: of('CaseReferred', 'ReferralAnswered'),
    overrides: shown(byPosition([matter, ...proceedings]))
      .filter(departs)
      .map((event) => {
        const { at, what, office, eventId, ...data } = entryOf(event, rules.prose(event)) as Record<string, Value>;
        const because = reasonsToDepart.flatMap((field) => (field in data ? [[field, data[field]] as const] : []));
        return { at: at!, what: what!, office: office!, eventId: eventId!, ...(Object.fromEntries(because) as Entry) };
      }),
    timeline: shown(timeline).map(({ recordedAt, type, actor, stream, id }) => ({
      at: recordedAt,
      what: type,
      office: actor.office,
      of: streamParts(stream).kind,
      eventId: id,
    })),
  };
}

const isReferral = (type: string): boolean => type === 'CaseReferred' || type === 'ReferralAnswered';
const isGrievance = (type: string): boolean => type.startsWith('Grievance') || type.startsWith('HearingOfficer');

function allegationTold(allegationId: string, { matter }: CaseMaterial, rules: Rules): Value {
  const framed = matter.events.find(
    ({ type, data }) => type === 'AllegationFramed' && (data as { allegationId: string }).allegationId === allegationId,
  );
  const { deed, facts } = framed!.data as Pick<Allegation, 'deed' | 'facts'>;
  return told({ deed, facts }, rules.prose(framed!));
}

function evidenceOf({ id, state, events }: CaseMaterial['evidence'][number], rules: Rules): Entry {
  const [received] = events;
  const { caseId: _, counselBasis, ...data } = told(received!.data, rules.prose(received!)) as Record<string, Value>;
  const basis = { counselBasis: rules.counsel ? counselBasis! : null };
  return { id, status: state.status, receivedAt: received!.recordedAt, ...data, ...basis, sha256: state.file?.sha256 ?? null };
}

/** Of a reporter only that someone was heard, and what was said: not with whom, nor who was there. */
function interviewOf({ id, state, events }: CaseMaterial['interviews'][number], rules: Rules): Entry {
  const identified = state.with.as !== 'reporter';
  const prose = (events_: readonly StoredEvent[]) => rules.prose(events_.at(-1)!);
  const said = told(
    state.status === 'held' ? { warning: state.warning, summary: state.summary, present: identified ? state.present : null } : {},
    prose(events),
  ) as Entry;
  return {
    id,
    status: state.status,
    basis: state.basis,
    on: state.on,
    as: state.with.as,
    person: identified ? state.with.person : null,
    name: identified ? told(state.with.name, prose(events)) : null,
    ...said,
    recording: state.status === 'held' ? state.recording : null,
    marking: isWalledFromProsecutor(state) ? compelledMarking : null,
  };
}

/** Why their proceeding is held is not told to its subject, nor the terms of who hears their grievance. */
const withoutReasons = ['ProceedingHeld', 'ProceedingResumed', 'HearingOfficerAppointed', 'HearingOfficerReleased'];

/** One subject’s due process, as they were told of it. */
function subjectParts(material: CaseMaterial, subject: string | undefined): CaseFile['parts'] {
  const own = material.proceedings.find(({ state }) => state.subject === subject);
  if (!own) return {};
  const wasTold = toldTo(own.state);
  const events = disclosed(own.events, wasTold).filter(
    ({ type, data }) =>
      type !== 'DisciplineExpunged' && (type !== 'AllegationTakenBack' || wasTold((data as { allegationId: string }).allegationId)),
  );
  const entries = (some: readonly StoredEvent[]) => some.map((event) => entryOf(event, !withoutReasons.includes(event.type)));
  const mine = [...material.matter.state.allegations].filter(([id, one]) => one.subject === subject && wasTold(id));
  const shown = material.evidence.flatMap(({ id, state }) => {
    const to = state.disclosed.get(own.id);
    if (!to) return [];
    const content = to.withheld ? { sha256: null } : { sha256: state.file?.sha256 ?? null };
    return [{ id, shownAs: to.shownAs, withheld: told(to.withheld, true), ...content }];
  });
  return {
    summary: [{ proceedingId: own.id, subject: own.state.subject, openedOn: own.state.openedOn }],
    allegations: mine.map(([id, { deed, facts, ...cited }]) => ({
      id,
      ...policyText(material, cited),
      ...(told({ deed, facts }, true) as Entry),
    })),
    proceedings: entries(events.filter(({ type }) => !isGrievance(type))),
    grievances: entries(events.filter(({ type }) => isGrievance(type))),
    evidence: shown,
  };
}

/** Which allegations a subject knows of. */
const toldTo = (state: PresentProceeding) => {
  const course = courseOf(state);
  return (id: string): boolean => state.informed.has(id) || ('sustained' in course && course.sustained.includes(id));
};

/** Whether due process has shown a subject their proceeding: before that there is no file for them. */
export const hasFile = ({ proceedings }: CaseMaterial, subject: string): boolean =>
  proceedings.some(({ state }) => state.subject === subject && state.allegations.some(({ allegationId }) => toldTo(state)(allegationId)));

/** Nobody is named, and ids that follow from a person’s are left out. */
function publicParts(material: CaseMaterial): CaseFile['parts'] {
  const { matter, proceedings } = material;
  const { state } = matter;
  const subjects = [...new Set([...state.allegations.values()].map(({ subject }) => subject))];
  const label = (subject: string) => `Subject ${subjects.indexOf(subject) + 1}`;
  return {
    summary: [{ status: state.status, openedOn: state.openedOn, decides: state.authority.decides }],
    allegations: [...state.allegations.values()]
      .filter(({ withdrawn }) => !withdrawn)
      .map((allegation) => ({
        subject: label(allegation.subject),
        ...policyText(material, allegation),
        outcome: allegation.determined ? (allegation.finding?.outcome ?? null) : null,
      })),
    proceedings: proceedings.map(({ state: { subject, ...rest } }) => {
      const course = courseOf({ subject, ...rest } as PresentProceeding);
      const final = course.status === 'final' && 'discipline' in course;
      return { subject: label(subject), over: final, discipline: final ? course.discipline.rung.name : null };
    }),
  };
}

/** Person ids of whoever sent the case’s reports, and is not among its subjects. */
export function reportersIn({ reports, matter: { state } }: CaseMaterial): string[] {
  const subjects = new Set([...state.accused, ...[...state.allegations.values()].map(({ subject }) => subject)]);
  return reports.flatMap(({ state: { reporter } }) => (reporter && !subjects.has(reporter) ? [reporter] : []));
}
