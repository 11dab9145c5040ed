import type { ProcedureInForce } from '../procedure-in-force.js';
import { type Deadlines, lastOf } from './deadlines.js';
import { type Grievance, Grievances } from './grievances.js';
import { type Any, dayOf, deciding, fail, timed } from './impartiality.js';
import { type Earlier, Sanctions } from './sanctions.js';

export interface Course {
  readonly caseId: string;
  readonly subject: string;
  readonly openedOn: string;
  /** The subject's track as it is, or the one they were disciplined on. */
  track: string;
  /** Whoever has a part in the case, and whoever worked on it: by id, as the case has it. */
  parties: ReadonlySet<string>;
  worked: ReadonlySet<string>;
  past: Any[];
  put: Map<string, string>;
  told: Map<string, string>;
  toldOn: string | null;
  /** The first day on which they were told of anything. */
  firstTold: string | null;
  /** Taken back by the case. */
  taken: Set<string>;
  /** Answered since they were last told of anything. */
  answered: boolean;
  held: boolean;
  /** Who decides on the discipline; null while nothing is sustained. */
  decides: string | null;
  proposal: Any['data'] | null;
  reviewed: string | null;
  /** Null again once something new is proposed, or new grounds are added. */
  notice: Any['data'] | null;
  /** Responded, waived or let pass since the notice. */
  responded: boolean;
  respondUntil: string | null;
  grievableUntil: string | null;
  /** Null while nothing was imposed. */
  imposed: { rung: Any['data']; by: string; as: string; act: boolean } | null;
  grievance: Grievance | null;
  countsUntil: string | null;
  final: boolean;
  gone: boolean;
  /** Ended without discipline. */
  ended: boolean;
  /** Settled before anything was imposed, or its subject left. */
  left: boolean;
}
const unproposed = { decides: null, proposal: null, reviewed: null, notice: null, responded: false, imposed: null, ended: false };

/** What must hold of every proceeding, and of earlier discipline. */
export class Courses {
  readonly all = new Map<string, Course>();
  private readonly priors = new Map<string, Earlier>();
  private readonly sanctions: Sanctions;
  private readonly hearings: Grievances;

  constructor(
    private readonly times: Deadlines,
    laws: ProcedureInForce,
  ) {
    this.sanctions = new Sanctions(laws, (id) => this.earlier(id));
    this.hearings = new Grievances(laws);
  }

  private earlier(id: string): Earlier | undefined {
    const one = this.all.get(id);
    if (!one?.imposed) return this.priors.get(id);
    return { person: one.subject, rung: one.imposed.rung, countsUntil: one.countsUntil, stands: one.final && !one.gone };
  }

  take(event: Any, id: string): void {
    const { type, data, recordedAt, actor } = event;
    if (type === 'ProceedingOpened')
      this.all.set(id, {
        caseId: data.caseId,
        subject: data.subject,
        openedOn: data.openedOn,
        track: data.track,
        parties: new Set(),
        worked: new Set(),
        past: [],
        put: new Map(),
        told: new Map(),
        toldOn: null,
        firstTold: null,
        taken: new Set(),
        answered: false,
        held: false,
        ...unproposed,
        respondUntil: null,
        grievableUntil: null,
        grievance: null,
        countsUntil: null,
        final: false,
        gone: false,
        left: false,
      });
    const course = this.all.get(id) ?? fail('a proceeding that was never opened', event);
    if (course.held && timed.has(type)) fail('a timer fires in a held proceeding', event);
    if (course.held && (deciding.has(type) || type === 'NoticeServed')) fail('a held proceeding goes on', event);
    this.sanctions.take(course, event);
    this.hearings.take(course, event);
    switch (type) {
      case 'AllegationPut':
        course.put.set(data.allegation.allegationId, data.on);
        break;
      case 'SubjectInformed':
        if (data.on > dayOf(event)) fail('told on a day to come', event);
        for (const one of data.allegationIds) if (data.on < (course.put.get(one) ?? '9')) fail('told before it was alleged', event);
        if (data.answerBy !== this.times.after('answer', data.on)) fail('to answer by another day', event, { answerBy: data.answerBy });
        for (const one of data.allegationIds) course.told.set(one, data.answerBy);
        course.toldOn = data.on;
        course.firstTold = course.firstTold !== null && course.firstTold < data.on ? course.firstTold : data.on;
        course.answered = false;
        break;
      case 'SubjectAnswered':
        if (course.told.size === 0) fail('answered before they were told', event);
        this.answers(course, event, course.toldOn);
        course.answered = true;
        break;
      case 'ProceedingReopened':
        for (const one of data.allegationIds) course.told.delete(one);
        course.answered = false;
        course.past = [];
        Object.assign(course, unproposed);
        break;
      case 'ReturnedToInvestigation':
        if (course.imposed) fail('returned once it was decided', event);
        course.past = [];
        Object.assign(course, unproposed);
        break;
      case 'AllegationsSustained':
        Object.assign(course, unproposed, { decides: data.decides });
        break;
      case 'DisciplineProposed':
        Object.assign(course, { proposal: data, reviewed: null, notice: null, responded: false });
        break;
      case 'LegalReviewRecorded':
        course.reviewed = data.opinion;
        break;
      case 'GroundsAdded':
        if (!course.notice) fail('new grounds without a notice', event);
        Object.assign(course, { notice: null, responded: false });
        break;
      case 'NoticeServed':
        if (data.respondBy < this.times.after('response', data.on, data.rung.responseDays)) fail('too short a time to respond', event);
        course.respondUntil = data.respondUntil;
        Object.assign(course, { notice: data, responded: false });
        break;
      case 'ResponseReceived':
        if (!course.notice || course.responded) throw fail('responds to nothing', event);
        if (course.respondUntil && recordedAt >= course.respondUntil) fail('responds too late', event);
        this.answers(course, event, course.notice.on);
        course.responded = true;
        break;
      case 'ResponseLapsed':
        if (!course.respondUntil || recordedAt < course.respondUntil) fail('lapsed before its time', event, { until: course.respondUntil });
        course.responded = true;
        break;
      case 'DisciplineImposed':
        course.imposed = { rung: data.rung, by: actor.person, as: data.act ? 'Council' : actor.office, act: data.act !== null };
        course.track = data.track;
        course.countsUntil = data.countsUntil;
        course.grievableUntil = data.grievableUntil;
        // What cannot be grieved is final at once.
        course.final = data.grievableUntil === null;
        break;
      case 'NoActionTaken':
      case 'NothingSustained':
        course.ended = true;
        course.held = false;
        break;
      case 'AllegationTakenBack':
        course.taken.add(data.allegationId);
        break;
      case 'DisciplineReduced':
        if (course.gone) fail('reduced what does not stand', event);
        if (course.imposed) course.imposed = { ...course.imposed, rung: data.rung };
        course.countsUntil = data.countsUntil;
        break;
      case 'GrievanceDecided':
        if (data.rung && course.imposed) course.imposed = { ...course.imposed, rung: data.rung };
        if (data.rung) course.countsUntil = data.countsUntil;
        course.gone ||= data.reversed;
        break;
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
      case 'ProceedingSeparated':
      case 'ProceedingSettled':
        course.left = true;
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
    course.left = false;
  }

  /** By the subject, or entered for them by HR, between the day they were asked and today. */
  private answers({ subject }: Course, event: Any, asked: string | null): void {
    const { actor, data } = event;
    if (actor.person !== subject && actor.office !== 'HR') fail('another answers', event);
    if (data.on > dayOf(event)) fail('answered on a day to come', event);
    if (asked !== null && data.on < asked) fail('answered before they were asked', event, { asked });
  }

  prior(event: Any, id: string): void {
    const { type, data, actor } = event;
    const one = this.priors.get(id);
    const person = data.person ?? one?.person;
    if (type !== 'PriorDisciplineRebutted' && [person, one?.person].includes(actor.person)) fail('keeps their own history', event);
    if ('paper' in data) {
      if (data.paper.imposedOn >= dayOf(event)) fail('on paper from a day to come', event);
      this.priors.set(id, { person, rung: data.paper.rung, countsUntil: data.paper.countsUntil, stands: true });
    } else if (type !== 'PriorDisciplineRebutted' && one) {
      if (!one.stands) fail('taken out a second time', event);
      this.priors.set(id, { ...one, stands: false });
    }
  }
}
