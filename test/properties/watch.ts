import { isSuperior, people } from '../../src/modules/directory/directory.public.js';
import { dayIn } from '../../src/platform/clock.js';
import type { StoredEvent } from '../../src/platform/events/event.js';
import type { Town } from './town.js';

// biome-ignore lint/suspicious/noExplicitAny: data of any event
type Any = StoredEvent<string, any>;

/** What only somebody apart from the matter does: investigating, deciding, hearing. */
const judging = new Set([
  'CaseDeclined',
  'CaseHandledInformally',
  'InvestigationOpened',
  'AllegationFramed',
  'AllegationWithdrawn',
  'WitnessNamed',
  'InvestigationPlanned',
  'InvestigatorAssigned',
  'InvestigatorEngaged',
  'FindingRecorded',
  'InvestigationReportFiled',
  'InvestigationReportReviewed',
  'InvestigationReportReturned',
  'DeterminationIssued',
  'CaseSuspended',
  'CaseResumed',
  'CaseReopened',
  'ReportDeclined',
  'ReportReferred',
  'ReportMoved',
  'EvidenceReceived',
  'EvidenceTransferred',
  'EvidenceSuperseded',
  'EvidenceWithdrawn',
  'EvidenceDisclosed',
  'InterviewPlanned',
  'RepresentativeDecided',
  'InterviewHeld',
  'InterviewCorrected',
  'InterviewCancelled',
  'InterimMeasureOrdered',
  'InterimMeasureContinued',
  'InterimMeasureEnded',
  'DisciplineProposed',
  'LegalReviewRecorded',
  'NoticeServed',
  'GroundsAdded',
  'DisciplineImposed',
  'DisciplineReduced',
  'NoActionTaken',
  'ReturnedToInvestigation',
  'GrievanceDecided',
  'DisciplineSettled',
  'ProceedingHeld',
  'ProceedingResumed',
  'ProceedingSettled',
  'DisciplineCorrected',
  'ChargeCorrected',
]);
/** Judgments on somebody by a person, which nobody passes on who stands above them; an act of Council is entered by whoever may. */
const deciding = new Set([
  'InvestigatorAssigned',
  'FindingRecorded',
  'InvestigationReportFiled',
  'InvestigationReportReturned',
  'DeterminationIssued',
  'CaseReopened',
  'DisciplineProposed',
  'DisciplineImposed',
  'DisciplineReduced',
  'NoActionTaken',
  'GrievanceDecided',
]);
/** What the passing of time alone brings about. */
const timed = new Set(['CaseEscalated', 'InterimReviewFellDue', 'ResponseLapsed', 'DisciplineBecameFinal']);

interface Course {
  caseId: string;
  subject: string;
  past: Any[];
  told: Map<string, string>;
  /** Answered since they were last told of anything. */
  answered: boolean;
  held: boolean;
  respondUntil: string | null;
  grievableUntil: string | null;
  /** Null while nothing was imposed. */
  imposed: { rung: Any['data']['rung']; by: string; act: boolean } | null;
  countsUntil: string | null;
  final: boolean;
  gone: boolean;
  heard: Set<string>;
}
interface Matter {
  reports: Set<string>;
  accused: Set<string>;
  subjects: Map<string, string>;
  bystanders: Set<string>;
  findings: Map<string, string>;
  admitted: Set<string>;
  withdrawn: Set<string>;
  determined: Set<string>;
  suspended: Any | null;
  dueAt: string | null;
}

const days = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
const fail = (why: string, event: Any, more: object = {}): never => {
  throw new Error(
    `${why}: ${JSON.stringify({ type: event.type, stream: event.stream, actor: event.actor, position: event.position, ...more })}`,
  );
};

/** What must hold of every case, told from the events alone as they come in, without the states that decided them. */
export class Watch {
  readonly reports = new Map<string, Set<string>>();
  readonly cases = new Map<string, Matter>();
  readonly courses = new Map<string, Course>();
  private readonly priors = new Map<string, { person: string; countsUntil: string | null; gone: boolean }>();
  readonly seen = new Map<string, number>();

  constructor(private readonly town: Town) {}

  async take(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events as readonly Any[]) {
      this.seen.set(event.type, (this.seen.get(event.type) ?? 0) + 1);
      const kind = event.stream.slice(0, event.stream.indexOf('-'));
      const id = event.stream.slice(kind.length + 1);
      await this.apart(event, kind, id);
      if (kind === 'report') this.report(event, id);
      if (kind === 'case') await this.matter(event, id);
      if (kind === 'proceeding') this.course(event, id);
      if (kind === 'prior') this.prior(event, id);
    }
  }

  /** Everyone with a part in the case that bars them from judging, as far as it was on record. */
  partiesOf(caseId: string): Set<string> {
    const matter = this.cases.get(caseId);
    if (!matter) return new Set();
    const of = [...matter.reports].flatMap((id) => [...(this.reports.get(id) ?? [])]);
    return new Set([...of, ...matter.accused, ...matter.subjects.values(), ...matter.bystanders]);
  }
  private subjectsOf(caseId: string): Set<string> {
    const matter = this.cases.get(caseId);
    return new Set([...(matter?.accused ?? []), ...(matter?.subjects.values() ?? [])]);
  }

  private async apart(event: Any, kind: string, id: string): Promise<void> {
    const { type, actor, data } = event;
    if (actor.office === 'System') return;
    const caseId: string = kind === 'case' ? id : data.caseId;
    const course = this.courses.get(id);
    if (judging.has(type) && this.partiesOf(caseId).has(actor.person)) fail('a party judges', event);
    if (judging.has(type) && course?.subject === actor.person) fail('a subject judges', event);
    if (!deciding.has(type) || data.act) return;
    const subjects = course ? [course.subject] : this.subjectsOf(caseId);
    // A body outside the city heard it, and the council's own proceedings are entered for it.
    if (type === 'GrievanceDecided' && data.heardBy) return;
    for (const subject of subjects) if (await this.above(subject, actor.person)) fail('a superior is judged', event, { subject });
  }
  private async above(a: string, b: string): Promise<boolean> {
    const state = async (id: string) => (await this.town.streams.folded(people, id)).state;
    return isSuperior(await state(a), await state(b), this.town.today);
  }

  private report({ type, data }: Any, id: string): void {
    const parties = this.reports.get(id) ?? new Set();
    this.reports.set(id, parties);
    if (type === 'ReportReceived') for (const person of data.accused) parties.add(person);
    if (type === 'ReporterIdentified' && data.person) parties.add(data.person);
    if (type === 'RetaliationReported') for (const person of data.keptOut) parties.add(person);
  }

  private async matter(event: Any, id: string): Promise<void> {
    const { type, data, recordedAt } = event;
    if (type === 'CaseOpened')
      this.cases.set(id, {
        reports: new Set(),
        accused: new Set(),
        subjects: new Map(),
        bystanders: new Set(),
        findings: new Map(),
        admitted: new Set(),
        withdrawn: new Set(),
        determined: new Set(),
        suspended: null,
        dueAt: null,
      });
    const matter = this.cases.get(id) ?? fail('a case that was never opened', event);
    if (matter.suspended && timed.has(type)) fail('a timer fires while the case rests', event);
    if (matter.suspended && deciding.has(type)) fail('something is decided while the case rests', event);
    switch (type) {
      case 'CaseOpened':
      case 'ReportJoined':
        matter.reports.add(data.reportId);
        for (const person of data.accused) matter.accused.add(person);
        break;
      case 'ConflictDeclared':
      case 'WitnessNamed':
        matter.bystanders.add(data.person);
        break;
      case 'AllegationFramed':
        matter.subjects.set(data.allegationId, data.subject);
        break;
      case 'AllegationWithdrawn':
        if (matter.findings.has(data.allegationId)) fail('withdrawn after its finding', event);
        matter.withdrawn.add(data.allegationId);
        break;
      case 'InvestigatorAssigned':
      case 'InvestigatorEngaged': {
        if (this.partiesOf(id).has(data.investigator)) fail('a party investigates', event, { investigator: data.investigator });
        for (const subject of this.subjectsOf(id))
          if (await this.above(subject, data.investigator)) fail('a superior is investigated', event, { subject });
        break;
      }
      case 'FactAdmitted':
        if (data.toldOn > dayOf(event)) fail('admitted before they were told', event);
        this.found(matter, event, 'sustained');
        matter.admitted.add(data.allegationId);
        matter.determined.add(data.allegationId);
        break;
      case 'FindingRecorded':
        this.found(matter, event, data.outcome);
        if (data.outcome === 'sustained') this.heard(matter, event, id, data.allegationId);
        break;
      case 'DeterminationIssued': {
        const decided = data.outcomes.map(({ allegationId }: { allegationId: string }) => allegationId);
        const due = [...matter.subjects.keys()].filter((one) => !matter.determined.has(one) && !matter.withdrawn.has(one));
        if (decided.toSorted().join() !== due.toSorted().join()) fail('not each allegation is decided once', event, { decided, due });
        for (const { allegationId, outcome } of data.outcomes) {
          if (!matter.findings.has(allegationId)) fail('decided without a finding', event, { allegationId });
          const departs = data.departures.some((one: { allegationId: string }) => one.allegationId === allegationId);
          if (departs === (matter.findings.get(allegationId) === outcome)) fail('a departure that is not one, or none where one is', event);
          matter.findings.set(allegationId, outcome);
          matter.determined.add(allegationId);
          if (outcome === 'sustained') this.heard(matter, event, id, allegationId);
        }
        break;
      }
      case 'InvestigationReportReturned':
        for (const one of data.setAside) matter.findings.delete(one);
        break;
      case 'InvestigationResumed':
        for (const one of data.allegationIds) this.open(matter, one);
        break;
      case 'CaseReopened':
        for (const { allegationId } of data.setAside) this.open(matter, allegationId);
        break;
      case 'CaseSuspended':
        matter.suspended = event;
        break;
      case 'CaseResumed':
        if (!matter.suspended) fail('resumed without a rest', event);
        else if (matter.dueAt && (!data.dueAt || days(matter.dueAt, data.dueAt) < days(matter.suspended.recordedAt, recordedAt)))
          fail('a deadline did not move by the rest', event, { was: matter.dueAt, is: data.dueAt });
        matter.suspended = null;
        break;
      case 'CaseEscalated':
        if (!matter.dueAt || recordedAt < matter.dueAt) fail('escalated before it was due', event, { dueAt: matter.dueAt });
        break;
      case 'CaseClosed':
        for (const [, course] of this.courses)
          if (course.caseId === id && course.held)
            fail('closed over a held proceeding', event, { past: course.past.map(({ type }) => type) });
        break;
      default:
    }
    if ('dueAt' in data && type !== 'CasesLinked') matter.dueAt = data.dueAt;
    if (['CaseDeclined', 'CaseClosed'].includes(type)) matter.dueAt = null;
  }
  private open(matter: Matter, allegationId: string): void {
    matter.findings.delete(allegationId);
    matter.determined.delete(allegationId);
    matter.admitted.delete(allegationId);
  }
  private found(matter: Matter, event: Any, outcome: string): void {
    const { allegationId } = event.data;
    if (!matter.subjects.has(allegationId)) fail('found on what nobody alleged', event);
    if (matter.withdrawn.has(allegationId)) fail('found on what was withdrawn', event);
    if (matter.findings.has(allegationId)) fail('found a second time', event);
    matter.findings.set(allegationId, outcome);
  }
  /** The subject was told of it in this course, and answered or let the time pass. */
  private heard(matter: Matter, event: Any, caseId: string, allegationId: string): void {
    if (matter.admitted.has(allegationId)) return;
    const course = [...this.courses.values()].find((one) => one.caseId === caseId && one.told.has(allegationId));
    const by = course?.told.get(allegationId);
    if (!course || by === undefined) fail('sustained before the subject was told', event, { allegationId });
    else if (!course.answered && course.held) fail('sustained while the time to answer stands still', event, { allegationId, by });
    else if (!course.answered && dayOf(event) <= by) fail('sustained before the subject could answer', event, { allegationId, by });
  }

  private course(event: Any, id: string): void {
    const { type, data, recordedAt, actor } = event;
    if (type === 'ProceedingOpened')
      this.courses.set(id, {
        caseId: data.caseId,
        subject: data.subject,
        past: [],
        told: new Map(),
        answered: false,
        held: false,
        respondUntil: null,
        grievableUntil: null,
        imposed: null,
        countsUntil: null,
        final: false,
        gone: false,
        heard: new Set(),
      });
    const course = this.courses.get(id) ?? fail('a proceeding that was never opened', event);
    if (course.held && timed.has(type)) fail('a timer fires in a held proceeding', event);
    if (course.held && (deciding.has(type) || type === 'NoticeServed')) fail('a held proceeding goes on', event);
    switch (type) {
      case 'SubjectInformed':
        for (const one of data.allegationIds) course.told.set(one, data.answerBy);
        course.answered = false;
        break;
      case 'SubjectAnswered':
        if (course.told.size === 0) fail('answered before they were told', event);
        course.answered = true;
        break;
      case 'ProceedingReopened':
        for (const one of data.allegationIds) course.told.delete(one);
        course.answered = false;
        course.past = [];
        course.imposed = null;
        break;
      case 'ReturnedToInvestigation':
        course.past = [];
        break;
      case 'NoticeServed':
        course.respondUntil = data.respondUntil;
        break;
      case 'ResponseLapsed':
        if (!course.respondUntil || recordedAt < course.respondUntil) fail('lapsed before its time', event, { until: course.respondUntil });
        break;
      case 'DisciplineImposed':
        this.imposes(course, event);
        course.imposed = { rung: data.rung, by: actor.person, act: data.act !== null };
        course.countsUntil = data.countsUntil;
        course.grievableUntil = data.grievableUntil;
        course.heard = new Set(data.act ? [] : [actor.person]);
        break;
      case 'NoActionTaken':
        if (course.imposed) fail('decided a second time', event);
        break;
      case 'DisciplineProposed':
        this.counts(course, event);
        break;
      case 'DisciplineReduced':
        if (!course.imposed || data.rung.order >= course.imposed.rung.order) fail('reduced to nothing lighter', event);
        else course.imposed = { ...course.imposed, rung: data.rung };
        course.countsUntil = data.countsUntil;
        break;
      case 'GrievanceFiled':
        if (!course.imposed) fail('a grievance against nothing', event);
        if (course.grievableUntil && recordedAt >= course.grievableUntil) fail('grieved too late', event);
        break;
      case 'GrievanceDecided': {
        // Who enters what Council or a body outside decided, decides nothing.
        const own = data.act === null && data.heardBy === null;
        if (own && course.heard.has(actor.person)) fail('heard against their own decision', event);
        if (own) course.heard.add(actor.person);
        if (data.act && course.imposed?.act) fail('Council hears against its own decision', event);
        if (data.rung && course.imposed && data.rung.order >= course.imposed.rung.order) fail('a grievance makes it no lighter', event);
        if (data.rung && course.imposed) course.imposed = { ...course.imposed, rung: data.rung };
        if (data.rung) course.countsUntil = data.countsUntil;
        course.gone ||= data.reversed;
        break;
      }
      case 'DisciplineSettled':
        if (!course.imposed) fail('settled what was not imposed', event);
        if (data.rung && course.imposed && data.rung.order >= course.imposed.rung.order) fail('settled to nothing lighter', event);
        if (data.rung && course.imposed) course.imposed = { ...course.imposed, rung: data.rung };
        if (data.rung) course.countsUntil = data.countsUntil;
        course.gone ||= data.reversed;
        course.held = false;
        // Both agree: it is final whatever is left of the time to grieve.
        course.grievableUntil = null;
        break;
      case 'DisciplineBecameFinal':
        if (course.grievableUntil && recordedAt < course.grievableUntil && !course.past.some((one) => one.type === 'GrievanceFiled'))
          fail('final before its time', event);
        course.final = true;
        break;
      case 'GrievanceWithdrawn':
      case 'GrievanceExhausted':
        break;
      case 'DisciplineExpunged':
        course.gone = true;
        break;
      case 'DisciplineCorrected':
        course.countsUntil = data.countsUntil;
        break;
      case 'ProceedingHeld':
        course.held = true;
        break;
      // Whoever is cleared, leaves or settles is so though it was held.
      case 'NothingSustained':
      case 'ProceedingSeparated':
      case 'ProceedingSettled':
        course.held = false;
        break;
      case 'ProceedingResumed':
        this.resumes(course, event);
        break;
      default:
    }
    course.past.push(event);
  }

  private resumes(course: Course, event: Any): void {
    const { data, recordedAt } = event;
    const held = course.past.findLast(({ type }) => type === 'ProceedingHeld');
    const rested = course.held && held ? Math.floor(days(held.recordedAt, recordedAt) / (24 * 60 * 60_000)) * 24 * 60 * 60_000 : 0;
    const running = (until: string | null, is: string | null) => {
      // An hour less where the clocks went forward meanwhile.
      if (until && held && until > held.recordedAt && is && days(until, is) < rested - 60 * 60_000)
        fail('a time did not move by the hold', event, { until, is });
    };
    running(course.respondUntil, data.respondUntil);
    running(course.grievableUntil, data.grievableUntil);
    course.respondUntil = data.respondUntil ?? course.respondUntil;
    course.grievableUntil = data.grievableUntil ?? course.grievableUntil;
    for (const { allegationId, answerBy } of data.answers) course.told.set(allegationId, answerBy);
    course.held = false;
  }

  /** Due process before what was imposed. */
  private imposes(course: Course, event: Any): void {
    const { data } = event;
    if (course.imposed) fail('imposed a second time', event);
    if (!course.past.some(({ type }) => type === 'AllegationsSustained')) fail('imposed with nothing sustained', event);
    const types = course.past.map(({ type }) => type);
    const since = course.past.slice(types.lastIndexOf('DisciplineProposed'));
    const afresh = since.slice(since.map(({ type }) => type).lastIndexOf('GroundsAdded') + 1);
    const notice = afresh.findLast(({ type }) => type === 'NoticeServed');
    if (data.rung.needsNotice) {
      if (!notice) throw fail('imposed without notice', event);
      const after = afresh.slice(afresh.indexOf(notice));
      if (!after.some(({ type }) => type === 'ResponseReceived' || type === 'ResponseLapsed'))
        fail('imposed before the subject could respond', event);
      for (const one of data.considers) if (!notice.data.considers.includes(one)) fail('counts what the notice did not name', event);
    }
    if (notice && data.rung.order > notice.data.rung.order) fail('heavier than noticed', event);
    if (data.rung.needsLegalReview && since.findLast(({ type }) => type === 'LegalReviewRecorded')?.data.opinion !== 'sufficient')
      fail('imposed without legal review', event);
    this.counts(course, event);
  }
  private counts(course: Course, event: Any): void {
    const today = dayOf(event);
    for (const id of event.data.considers) {
      const one = this.courses.get(id);
      const prior = this.priors.get(id);
      const counts = one
        ? one.subject === course.subject && one.final && !one.gone && (one.countsUntil === null || one.countsUntil >= today)
        : prior && prior.person === course.subject && !prior.gone && (prior.countsUntil === null || prior.countsUntil >= today);
      if (!counts) fail('counts what does not count', event, { id });
    }
  }
  private prior({ type, data }: Any, id: string): void {
    const one = this.priors.get(id);
    if (type === 'PriorDisciplineEntered') this.priors.set(id, { person: data.person, countsUntil: data.paper.countsUntil, gone: false });
    if (type === 'PriorDisciplineCorrected' && one) one.countsUntil = data.paper.countsUntil;
    if ((type === 'PriorDisciplineWithdrawn' || type === 'PriorDisciplineExpunged') && one) one.gone = true;
  }
}

export const dayOf = ({ recordedAt }: { recordedAt: string }): string => dayIn('America/Denver', recordedAt);
