import { plusMonths } from '../../../src/platform/ground/clock.js';
import type { ProcedureInForce } from '../procedure-in-force.js';
import type { Course } from './course-of-cases.js';
import { type Any, dayOf, fail } from './impartiality.js';

/** Who enters what Council decided. */
const clerks = ['City Clerk', 'City Attorney'];

/** Discipline that counts against somebody, or may. */
export interface Earlier {
  readonly person: string;
  readonly rung: Any['data'];
  readonly countsUntil: string | null;
  /** Final, and neither reversed nor taken back nor expunged. */
  readonly stands: boolean;
}

/** What must hold of discipline from its proposal until it is imposed, and of whoever proposes and imposes it. */
export class Sanctions {
  constructor(
    private readonly laws: ProcedureInForce,
    private readonly earlier: (id: string) => Earlier | undefined,
  ) {}

  take(course: Course, event: Any): void {
    switch (event.type) {
      case 'DisciplineProposed':
        if (course.imposed) fail('proposed after it was decided', event);
        this.theirs(course, event, [event.data.rung, ...(course.proposal ? [course.proposal.rung] : [])]);
        this.chosen(course, event);
        break;
      case 'LegalReviewRecorded':
        if (!course.proposal) fail('reviewed before anything was proposed', event);
        break;
      case 'NoticeServed':
        this.notices(course, event);
        break;
      case 'DisciplineImposed':
        this.theirs(course, event, [event.data.rung, ...(course.proposal ? [course.proposal.rung] : [])]);
        this.chosen(course, event);
        this.imposes(course, event);
        break;
      case 'NoActionTaken':
        if (course.imposed) fail('decided a second time', event);
        if (event.actor.office === 'Director') fail('a director lets it rest', event);
        this.theirs(course, event, course.proposal ? [course.proposal.rung] : []);
        break;
      case 'DisciplineReduced':
        if (!course.imposed || event.data.rung.order >= course.imposed.rung.order) throw fail('reduced to nothing lighter', event);
        if (course.grievance) fail('reduced during a grievance', event);
        this.theirs(course, event, [event.data.rung, course.imposed.rung]);
        break;
      case 'DisciplineCorrected':
        if (!course.imposed || event.data.effectiveOn < course.openedOn) throw fail('in effect before the proceeding began', event);
        if (event.data.countsUntil !== until(course.imposed.rung, event.data.effectiveOn)) fail('counts for another time', event);
        break;
      default:
    }
  }

  /** Decided by who decides, or a director whose rung it is; Council by an act of its own, and nobody else by one. */
  private theirs({ decides }: Course, event: Any, rungs: readonly Any['data'][]): void {
    const { actor, data } = event;
    if (decides === null) throw fail('disciplined with nothing sustained', event);
    const council = decides === 'Council';
    if (council !== (data.act !== null)) fail('decided without Council’s act, or by one that is not Council’s', event, { decides });
    if (data.act && data.act.meetingOn > dayOf(event)) fail('decided by a meeting yet to be held', event);
    if (council ? !clerks.includes(actor.office) : ![decides, 'Director'].includes(actor.office))
      fail('decided by another', event, { decides });
    for (const rung of rungs)
      if (!council && !rung.imposedBy.includes(actor.office)) fail('a rung that is not theirs', event, { rung: rung.id });
  }

  /** A rung of the ladder in force, with what counts, and why where it is not the ladder's next. */
  private chosen(course: Course, event: Any): void {
    const { data } = event;
    const today = dayOf(event);
    const rungs = this.laws.rungs(data.track, today);
    const own = rungs.find(({ id }) => id === data.rung.id);
    if (JSON.stringify(own) !== JSON.stringify(data.rung)) fail('a rung that is not on the ladder', event);
    const counted = (data.considers as string[]).map((id) => {
      const one = this.earlier(id);
      if (!one || one.person !== course.subject) throw fail('counts what is another’s', event, { id });
      if (!one.stands) fail('counts what does not stand', event, { id });
      if (!one.rung.discipline) fail('counts what is no discipline', event, { id });
      if (one.countsUntil !== null && one.countsUntil < today) fail('counts what has expired', event, { id, until: one.countsUntil });
      return one.rung.order as number;
    });
    const steps = rungs.filter(({ discipline }) => discipline);
    const next = steps.find(({ order }) => order > Math.max(-1, ...counted)) ?? steps.at(-1);
    const departs = data.rung.id !== next?.id && (data.rung.discipline || counted.length > 0);
    if (departs !== (data.departure !== null)) fail('departs from the ladder without a reason, or not with one', event, { next: next?.id });
  }

  private notices({ proposal, reviewed, imposed }: Course, event: Any): void {
    const { data } = event;
    const today = dayOf(event);
    if (!proposal || imposed) throw fail('noticed with nothing proposed', event);
    if (data.rung.id !== proposal.rung.id || `${data.considers}` !== `${proposal.considers}`) fail('noticed what was not proposed', event);
    if (data.rung.needsLegalReview && reviewed !== 'sufficient') fail('noticed without legal review', event, { reviewed });
    if (data.on > today) fail('served on a day to come', event);
    if (data.on < proposal.on) fail('served before it was proposed', event, { proposed: proposal.on });
    if (data.respondBy < today) fail('no time is left to respond', event);
    if (data.meetingOn !== null && (data.meetingOn < data.on || data.meetingOn > data.respondBy))
      fail('meets outside the time to respond', event);
  }

  /** Due process before what was imposed. */
  private imposes(course: Course, event: Any): void {
    const { data } = event;
    const { proposal, notice, reviewed } = course;
    if (course.imposed) fail('imposed a second time', event);
    if (!proposal) throw fail('imposed with nothing proposed', event);
    if (notice && !course.responded) fail('imposed before the subject could respond', event);
    if (data.rung.needsNotice && !notice) fail('imposed without notice', event);
    if (data.rung.needsLegalReview && reviewed !== 'sufficient') fail('imposed without legal review', event, { reviewed });
    if (notice && data.rung.order > notice.rung.order) fail('heavier than noticed', event);
    if (data.rung.order > proposal.rung.order) fail('heavier than proposed', event);
    if (notice) for (const one of data.considers) if (!notice.considers.includes(one)) fail('counts what the notice did not name', event);
    if (data.rung.order < proposal.rung.order !== (data.reducedFrom === proposal.rung.id)) fail('lighter, and does not say so', event);
    const today = dayOf(event);
    const earliest = data.act && data.act.meetingOn < today ? data.act.meetingOn : today;
    if (data.effectiveOn < earliest) fail('in effect before it was decided', event);
    if (data.countsUntil !== until(data.rung, data.effectiveOn)) fail('counts for another time', event);
  }
}

const until = ({ countsForMonths }: Any['data'], from: string): string | null =>
  countsForMonths === null ? null : plusMonths(from, countsForMonths);
