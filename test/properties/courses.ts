import { type Any, dayOf, deciding, fail, timed } from './judging.js';
import { lastOf, type Times } from './times.js';

export interface Course {
  caseId: string;
  subject: string;
  past: Any[];
  told: Map<string, string>;
  toldOn: string | null;
  /** Taken back by the case. */
  taken: Set<string>;
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
/** What must hold of every proceeding, and of earlier discipline. */
export class Courses {
  readonly all = new Map<string, Course>();
  private readonly priors = new Map<string, { person: string; countsUntil: string | null; gone: boolean }>();

  constructor(private readonly times: Times) {}

  take(event: Any, id: string): void {
    const { type, data, recordedAt, actor } = event;
    if (type === 'ProceedingOpened')
      this.all.set(id, {
        caseId: data.caseId,
        subject: data.subject,
        past: [],
        told: new Map(),
        toldOn: null,
        taken: new Set(),
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
    const course = this.all.get(id) ?? fail('a proceeding that was never opened', event);
    if (course.held && timed.has(type)) fail('a timer fires in a held proceeding', event);
    if (course.held && (deciding.has(type) || type === 'NoticeServed')) fail('a held proceeding goes on', event);
    switch (type) {
      case 'SubjectInformed':
        if (data.answerBy !== this.times.after('answer', data.on)) fail('to answer by another day', event, { answerBy: data.answerBy });
        for (const one of data.allegationIds) course.told.set(one, data.answerBy);
        course.toldOn = data.on;
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
        if (data.respondBy < this.times.after('response', data.on, data.rung.responseDays)) fail('too short a time to respond', event);
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
      case 'AllegationTakenBack':
        course.taken.add(data.allegationId);
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

  /** Whatever ran is later by as long as it stood still, in the days by which it is counted. */
  private resumes(course: Course, event: Any): void {
    const { data } = event;
    const held = course.held ? course.past.findLast(({ type }) => type === 'ProceedingHeld') : undefined;
    if (held) {
      const [since, until] = [held.data.on, dayOf(event)];
      const notice = course.past.findLast(({ type }) => type === 'NoticeServed');
      const moved = (was: string, is: string, due: string) =>
        is !== due && fail('a time did not move by the hold', event, { was, is, due });
      if (course.respondUntil && data.respondUntil) {
        const was = lastOf(course.respondUntil);
        moved(was, lastOf(data.respondUntil), this.times.stood('response', notice?.data.on ?? since, was, since, until));
      }
      if (course.grievableUntil && data.grievableUntil) {
        const was = lastOf(course.grievableUntil);
        const [working, calendar] = [this.times.workingRest(was, since, until), this.times.calendarRest(was, since, until)];
        const is = lastOf(data.grievableUntil);
        moved(was, is, is === working ? working : calendar);
      }
      const runs = [...course.told].filter(([id, by]) => !course.answered && !course.taken.has(id) && by >= since);
      for (const [allegationId, by] of runs) {
        const answer = data.answers.find((one: { allegationId: string }) => one.allegationId === allegationId);
        if (answer) moved(by, answer.answerBy, this.times.stood('answer', course.toldOn ?? since, by, since, until));
      }
    }
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
      const one = this.all.get(id);
      const prior = this.priors.get(id);
      const counts = one
        ? one.subject === course.subject && one.final && !one.gone && (one.countsUntil === null || one.countsUntil >= today)
        : prior && prior.person === course.subject && !prior.gone && (prior.countsUntil === null || prior.countsUntil >= today);
      if (!counts) fail('counts what does not count', event, { id });
    }
  }
  prior({ type, data }: Any, id: string): void {
    const one = this.priors.get(id);
    if (type === 'PriorDisciplineEntered') this.priors.set(id, { person: data.person, countsUntil: data.paper.countsUntil, gone: false });
    if (type === 'PriorDisciplineCorrected' && one) one.countsUntil = data.paper.countsUntil;
    if ((type === 'PriorDisciplineWithdrawn' || type === 'PriorDisciplineExpunged') && one) one.gone = true;
  }
}
