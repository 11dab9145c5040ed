import type { StoredEvent } from '../../../src/platform/events/event.js';
import { plusDays } from '../../../src/platform/ground/clock.js';
import type { CityModel } from '../city-model.js';
import { OfficesHeld } from '../offices-held.js';
import { ProcedureInForce } from '../procedure-in-force.js';
import { CaseAuthorities, type CaseAuthority, newCaseAuthority } from './authority.js';
import { Courses } from './course-of-cases.js';
import { Deadlines, lastOf } from './deadlines.js';
import { EvidenceAndDisclosures } from './evidence-and-disclosures.js';
import { type Any, dayOf, deciding, fail, judging, timed } from './impartiality.js';

interface Matter {
  bench: CaseAuthority;
  /** Legal holds by id, with the office that placed each. */
  holds: Map<string, string>;
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
  /** The deadline that is running. */
  phase: string;
}
/** The deadline that an event starts. */
const phases: Readonly<Record<string, string>> = {
  CaseOpened: 'triage',
  CaseReopened: 'triage',
  InvestigationOpened: 'investigation',
  InvestigationResumed: 'investigation',
  InvestigationReportFiled: 'determination',
  DeterminationIssued: 'discipline',
  CaseHandledInformally: 'discipline',
};

/**
 * Invariants of every case, judged only by the events as they are appended, without the states that
 * decided them.
 */
export class Watch {
  readonly reports = new Map<string, Set<string>>();
  readonly cases = new Map<string, Matter>();
  private readonly times = new Deadlines();
  private readonly laws = new ProcedureInForce();
  private readonly courses = new Courses(this.times, this.laws);
  readonly seen = new Map<string, number>();
  private readonly items = new EvidenceAndDisclosures(this.courses);
  private readonly seats: OfficesHeld;
  private readonly benches: CaseAuthorities;

  constructor(city: CityModel, outsiders: readonly string[]) {
    this.seats = new OfficesHeld(city, outsiders);
    this.benches = new CaseAuthorities(this.seats, this.laws);
  }

  async take(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events as readonly Any[]) {
      this.seen.set(event.type, (this.seen.get(event.type) ?? 0) + 1);
      const kind = event.stream.slice(0, event.stream.indexOf('-'));
      const id = event.stream.slice(kind.length + 1);
      this.times.take(event);
      this.laws.take(event);
      await this.apart(event, kind, id);
      if (kind === 'report') await this.report(event, id);
      if (kind === 'case') await this.matter(event, id);
      if (kind === 'proceeding') await this.proceeding(event, id);
      if (kind === 'prior') this.courses.prior(event, id);
      this.items.take(event, kind, id);
    }
  }

  /** Everyone whose part in the case bars them from judging, as far as the log knows. */
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
    const course = this.courses.all.get(id);
    if (judging.has(type) && this.partiesOf(caseId).has(actor.person)) fail('a party judges', event);
    if (judging.has(type) && course?.subject === actor.person) fail('a subject judges', event);
    // The chain of authorities gives intake this choice, even if a subject is intake's superior.
    // Another check covers the investigator.
    if (!deciding.has(type) || type === 'InvestigatorAssigned' || data.act) return;
    const subjects = course ? [course.subject] : this.subjectsOf(caseId);
    // An outside body heard it, or Council's own decision is entered for it.
    if (type === 'GrievanceDecided' && data.heardBy) return;
    for (const subject of subjects) if (await this.seats.above(subject, actor.person)) fail('a superior is judged', event, { subject });
  }
  /** Checks an event of a proceeding, and whether its case allows it. */
  private async proceeding(event: Any, id: string): Promise<void> {
    const { type, data } = event;
    const matter = this.cases.get(data.caseId) ?? fail('a proceeding without a case', event);
    const course = this.courses.all.get(id);
    if (course) {
      course.parties = this.partiesOf(data.caseId);
      course.worked = matter.bench.worked;
      if (type === 'GrievanceFiled' || type === 'GrievanceAdvanced')
        course.track = (await this.seats.track(course.subject)) ?? course.track;
    }
    if (type === 'ProceedingResumed' && matter.suspended) fail('resumed while its case rests', event);
    if (type === 'DisciplineExpunged' && matter.holds.size > 0) fail('expunged under a legal hold', event);
    if (type === 'ProceedingSettled' || type === 'DisciplineSettled') {
      const decides = course?.decides ?? matter.bench.decides;
      if (data.approvedBy !== decides) fail('settled by another', event, { decides });
      if ((data.act !== null) !== (decides === 'Council')) fail('settled without Council’s act, or by one that is not Council’s', event);
    }
    this.courses.take(event, id);
  }

  private async report(event: Any, id: string): Promise<void> {
    const { type, data } = event;
    const parties = this.reports.get(id) ?? new Set();
    this.reports.set(id, parties);
    if (type === 'ReportReceived') for (const person of data.accused) parties.add(person);
    if (type === 'ReporterIdentified' && data.person) parties.add(data.person);
    if (type === 'RetaliationReported') await this.benches.keptOut(event, new Set(parties));
    if (type === 'RetaliationReported') for (const person of data.keptOut) parties.add(person);
  }

  private async matter(event: Any, id: string): Promise<void> {
    const { type, data, recordedAt } = event;
    if (type === 'CaseOpened')
      this.cases.set(id, {
        bench: newCaseAuthority(),
        holds: new Map(),
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
        phase: 'triage',
      });
    const matter = this.cases.get(id) ?? fail('a case that was never opened', event);
    if (matter.suspended && timed.has(type)) fail('a timer fires while the case rests', event);
    if (matter.suspended && deciding.has(type)) fail('something is decided while the case rests', event);
    if (type === 'HoldPlaced') matter.holds.set(data.holdId, event.actor.office);
    if (type === 'HoldLifted') {
      const placed = matter.holds.get(data.holdId) ?? fail('lifted what was not placed', event);
      if (placed === 'City Attorney' && event.actor.office !== placed) fail('another lifts counsel’s hold', event);
      matter.holds.delete(data.holdId);
    }
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
          if (await this.seats.above(subject, data.investigator)) fail('a superior is investigated', event, { subject });
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
      case 'InvestigationReportFiled': {
        const open = [...matter.subjects.keys()].filter((one) => !matter.withdrawn.has(one) && !matter.findings.has(one));
        if (open.length > 0 || matter.subjects.size === 0) fail('filed with an allegation unfound', event, { open });
        break;
      }
      case 'InvestigationReportReturned':
        matter.phase = 'investigation';
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
        else if (matter.dueAt) this.rested(matter.dueAt, matter.suspended, matter.phase, event);
        matter.suspended = null;
        break;
      case 'CaseEscalated':
        if (!matter.dueAt || recordedAt < matter.dueAt) fail('escalated before it was due', event, { dueAt: matter.dueAt });
        break;
      case 'CaseClosed':
        for (const [, course] of this.courses.all)
          if (course.caseId === id && (course.held || !(course.ended || course.left || course.final || course.gone)))
            fail('closed over a proceeding that is not over', event, { past: course.past.map(({ type }) => type) });
        break;
      default:
    }
    await this.benches.take(matter.bench, event, this.partiesOf(id), this.subjectsOf(id));
    const phase = phases[type];
    if (phase) {
      matter.phase = phase;
      const due = this.times.after(phase, dayOf(event));
      if (data.dueAt && lastOf(data.dueAt) !== due) fail('due on another day', event, { due, dueAt: data.dueAt });
    }
    if ('dueAt' in data && type !== 'CasesLinked') matter.dueAt = data.dueAt;
    if (['CaseDeclined', 'CaseClosed'].includes(type)) matter.dueAt = null;
  }
  /**
   * A deadline moves exactly by the length of the abeyance, or by one day more if the clocks went
   * forward meanwhile.
   */
  private rested(was: string, since: Any, phase: string, event: Any): void {
    const { dueAt } = event.data;
    const from = dayOf(since);
    const due = this.times.stood(phase, from, lastOf(was), from, dayOf(event));
    if (!dueAt || (lastOf(dueAt) !== due && lastOf(dueAt) !== plusDays(due, 1)))
      fail('a deadline did not move by the rest', event, { was, due, dueAt });
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
  /**
   * The subject was informed of the allegation in this course, and answered or let the time pass.
   */
  private heard(matter: Matter, event: Any, caseId: string, allegationId: string): void {
    if (matter.admitted.has(allegationId)) return;
    const course = [...this.courses.all.values()].find((one) => one.caseId === caseId && one.told.has(allegationId));
    const by = course?.told.get(allegationId);
    if (!course || by === undefined) fail('sustained before the subject was told', event, { allegationId });
    else if (!course.answered && course.held) fail('sustained while the time to answer stands still', event, { allegationId, by });
    else if (!course.answered && dayOf(event) <= by) fail('sustained before the subject could answer', event, { allegationId, by });
  }
}
