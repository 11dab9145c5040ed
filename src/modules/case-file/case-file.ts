import { readsAny } from '../../platform/access/audiences.js';
import { streamParts } from '../../platform/events/envelope.js';
import type { StoredEvent } from '../../platform/events/event.js';
import { cases, measureEvents, WitnessNamed } from '../cases/cases.public.js';
import { disclosed } from '../discipline/discipline.public.js';
import { IntervieweeIdentified } from '../evidence/evidence.public.js';
import { courseOf, knowsOf, type PresentProceeding } from '../proceedings/proceedings.public.js';
import { type FileAudience, leftOut, ofSubject, partsFor, readingFor, type WholeAudience } from './case-file-audience.js';
import {
  allegationTold,
  departuresIn,
  entryOf,
  evidenceOf,
  type FileEntry,
  type FileValue,
  interviewOf,
  isGrievance,
  isReferral,
  letterOf,
  policyText,
} from './case-file-entries.js';
import type { CaseMaterial, FileSection } from './case-file-material.js';

/** A case file: facts about the file, then its parts, each a list of entries. */
export interface CaseFile {
  readonly about: {
    readonly caseId: string;
    readonly ref: string;
    readonly audience: FileAudience;
    /** The time of the last event in the file. A public file names no event: the moment asked for. */
    readonly moment: string;
    /** Id of the last event in the file. */
    readonly headEventId?: string;
  };
  /** The parts that this audience is not shown, in words. */
  readonly leftOut: readonly string[];
  readonly parts: Readonly<Record<string, readonly FileEntry[]>>;
}

/** What else happened in the city, or in a part that the audience is not shown, changes nothing here. */
function aboutOf(material: CaseMaterial, audience: FileAudience, parts: CaseFile['parts']): CaseFile['about'] {
  const named = new Set(Object.values(parts).flatMap((entries) => entries.map(({ eventId }) => eventId)));
  const { matter, reports, proceedings, evidence, interviews, letters } = material;
  const last = byPosition([matter, ...reports, ...proceedings, ...evidence, ...interviews, ...letters]).findLast(({ id }) => named.has(id));
  const about = { caseId: matter.id, ref: matter.state.ref, audience };
  return last ? { ...about, moment: last.recordedAt, headEventId: last.id } : { ...about, moment: material.moment };
}

const byPosition = (parts: readonly FileSection<unknown>[]): StoredEvent[] =>
  parts.flatMap(({ events }) => events).sort((a, b) => a.position - b.position);

/**
 * The file of a case for an audience. The same material always gives the same file. No file says
 * who sent a report. `subject` is the person id for the audience `subject`. Texts stay sealed.
 */
export function caseFile(material: CaseMaterial, audience: FileAudience, subject?: string): CaseFile {
  const parts =
    audience === 'public'
      ? publicParts(material)
      : audience === 'subject'
        ? subjectParts(material, subject)
        : fullParts(material, audience);
  return { about: aboutOf(material, audience, parts), leftOut: leftOut[audience], parts };
}

function fullParts(whole: CaseMaterial, audience: WholeAudience): CaseFile['parts'] {
  const reading = readingFor(audience, whole);
  const material = partsFor(audience, reading, whole);
  const { matter, proceedings, evidence: items, interviews: talks } = material;
  const { state } = matter;
  const entries = (events: readonly StoredEvent[]) => events.filter(reading.reads).map((event) => entryOf(event, reading));
  const of = (...types: string[]) => entries(matter.events.filter(({ type }) => types.includes(type)));
  const sent = lettersAbout(material, new Set(proceedings.map(({ id }) => id)));
  const timeline = byPosition([matter, ...proceedings, ...items, ...talks, ...sent]).filter(
    ({ type }) => type !== IntervieweeIdentified.type,
  );
  const reporters = reportersNamedIn(whole);
  return {
    summary: [
      {
        status: state.status,
        openedOn: state.openedOn,
        decides: state.authority.decides,
        takesIn: [...state.authority.intake],
        investigator: 'investigator' in state ? state.investigator : null,
        accused: [...state.accused],
        witnesses: readsAny(cases, WitnessNamed.type, [audience]) ? [...state.witnesses].filter((one) => !reporters.includes(one)) : null,
      },
    ],
    reports: material.reports.map(({ id, state: { channel, receivedOn, summary } }) => ({ id, channel, receivedOn, summary })),
    allegations: [...state.allegations].map(([id, allegation]) => ({
      id,
      subject: allegation.subject,
      ...policyText(material, allegation),
      ...allegationTold(id, material, reading),
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
    evidence: items.map((item) => evidenceOf(item, reading)),
    custody: items.flatMap(({ id, events }) =>
      events.slice(1).map((event) => ({ evidenceId: id, by: event.actor.person, ...entryOf(event, reading) })),
    ),
    interviews: talks.map((talk) => interviewOf(talk, reading)),
    letters: sent.map((one) => letterOf(one, reading)),
    measures: of(...Object.keys(measureEvents).filter((type) => !isReferral(type))),
    referrals: of('CaseReferred', 'ReferralAnswered'),
    overrides: byPosition([matter, ...proceedings])
      .filter((event) => reading.reads(event) && departuresIn(event, reading).length > 0)
      .map((event) => {
        const { at, what, office, eventId, ...data } = entryOf(event, reading) as Record<string, FileValue>;
        const because = departuresIn(event, reading).map((field) => [field, data[field]!] as const);
        return { at: at!, what: what!, office: office!, eventId: eventId!, ...(Object.fromEntries(because) as FileEntry) };
      }),
    timeline: timeline.filter(reading.reads).map(({ recordedAt, type, actor, stream, id }) => ({
      at: recordedAt,
      what: type,
      office: actor.office,
      of: streamParts(stream).kind,
      eventId: id,
    })),
  };
}

/** The letters to the senders of its reports, and those about the given proceedings. */
const lettersAbout = ({ letters }: CaseMaterial, proceedings: ReadonlySet<string>): CaseMaterial['letters'] =>
  letters.filter(({ state }) => state.about === 'report' || proceedings.has(state.proceedingId));

/** One subject’s due process, as the subject was informed of it. */
function subjectParts(material: CaseMaterial, subject: string | undefined): CaseFile['parts'] {
  const own = material.proceedings.find(({ state }) => state.subject === subject);
  if (!own) return {};
  const wasTold = (id: string) => knowsOf(own.state, id);
  const events = disclosed(own.events, wasTold).filter(
    (event) =>
      ofSubject.reads(event) && (event.type !== 'AllegationTakenBack' || wasTold((event.data as { allegationId: string }).allegationId)),
  );
  const entries = (some: readonly StoredEvent[]) => some.map((event) => entryOf(event, ofSubject));
  const mine = [...material.matter.state.allegations].filter(([id, one]) => one.subject === subject && wasTold(id));
  const shown = material.evidence.flatMap(({ id, state }) => {
    const to = state.disclosed.get(own.id);
    if (!to) return [];
    const content = to.withheld ? { sha256: null } : { sha256: state.file?.sha256 ?? null };
    return [{ id, shownAs: to.shownAs, withheld: to.withheld && { ...to.withheld }, ...content }];
  });
  return {
    summary: [{ proceedingId: own.id, subject: own.state.subject, openedOn: own.state.openedOn }],
    allegations: mine.map(([id, { deed, facts, ...cited }]) => ({
      id,
      ...policyText(material, cited),
      deed: { ...deed },
      facts,
    })),
    proceedings: entries(events.filter(({ type }) => !isGrievance(type))),
    grievances: entries(events.filter(({ type }) => isGrievance(type))),
    evidence: shown,
    letters: lettersAbout(
      { ...material, letters: material.letters.filter(({ state }) => state.about === 'proceeding') },
      new Set([own.id]),
    ).map((one) => letterOf(one, ofSubject)),
  };
}

/** Whether the subject was informed of their proceeding. Before that, there is no file for them. */
export const hasFile = ({ proceedings }: CaseMaterial, subject: string): boolean =>
  proceedings.some(({ state }) => state.subject === subject && state.allegations.some(({ allegationId }) => knowsOf(state, allegationId)));

/** The public file names nobody, and leaves out ids that derive from a person’s id. */
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

/** Person ids of the senders of the case’s reports, without the case's subjects. */
export function reportersNamedIn({ reports, matter: { state } }: CaseMaterial): string[] {
  const subjects = new Set([...state.accused, ...[...state.allegations.values()].map(({ subject }) => subject)]);
  return reports.flatMap(({ state: { reporter } }) => (reporter && !subjects.has(reporter) ? [reporter] : []));
}
