import type { ProcedureInForce } from '../procedure-in-force.js';
import type { Course } from './course-of-cases.js';
import { type Any, dayOf, fail } from './impartiality.js';

/** A grievance under way. */
export interface Grievance {
  readonly index: number;
  readonly hears: string | null;
  readonly decideBy: string | null;
  /** The step in hand is decided; it may be taken on until then. */
  readonly answered: { readonly until: string | null } | null;
  readonly officer: { readonly person: string; readonly from: string; readonly to: string } | null;
  /** Person ids of whoever decided a step, and did not enter another body's decision. */
  readonly heard: readonly string[];
}

const clerks = ['City Clerk', 'City Attorney'];
const enters = ['HR', 'City Clerk'];

/** What must hold of a grievance: who brings it, who hears it, and in which order. */
export class Grievances {
  constructor(private readonly laws: ProcedureInForce) {}

  take(course: Course, event: Any): void {
    const { type, data, actor, recordedAt } = event;
    const { imposed, grievance } = course;
    if (/^Grievance(Filed|Advanced|Withdrawn)$/.test(type) && actor.person !== course.subject && actor.office !== 'HR')
      fail('grieved by another', event);
    switch (type) {
      case 'GrievanceFiled':
        if (!imposed || grievance) throw fail('a grievance against nothing', event);
        if (course.grievableUntil && recordedAt >= course.grievableUntil) fail('grieved too late', event);
        this.placed(course, event, 0);
        course.grievance = { ...stepOf(event), heard: [] };
        break;
      case 'GrievanceAdvanced': {
        if (!grievance) throw fail('no grievance is under way', event);
        const { answered, decideBy } = grievance;
        if (!answered && (decideBy === null || recordedAt < decideBy)) fail('taken on before the step was decided', event);
        if (answered && (answered.until === null || recordedAt >= answered.until)) fail('taken on too late', event);
        this.placed(course, event, grievance.index + 1);
        course.grievance = { ...stepOf(event), heard: grievance.heard };
        break;
      }
      case 'HearingOfficerAppointed':
        if (!grievance || grievance.answered || grievance.hears !== null)
          throw fail('an officer for a step that is not heard outside', event);
        if (actor.person === imposed?.by && !imposed.act) fail('appointed by who decided', event);
        if (course.parties.has(data.officer)) fail('a party is to hear', event);
        if ([...course.worked, ...grievance.heard, ...(imposed && !imposed.act ? [imposed.by] : [])].includes(data.officer))
          fail('is to hear what they worked on', event);
        course.grievance = { ...grievance, officer: { person: data.officer, from: data.from, to: data.to } };
        break;
      case 'HearingOfficerReleased':
        if (grievance) course.grievance = { ...grievance, officer: null };
        break;
      case 'GrievanceDecided':
        this.decided(course, event);
        break;
      case 'GrievanceWithdrawn':
      case 'GrievanceExhausted':
      case 'DisciplineBecameFinal':
      case 'DisciplineSettled':
        course.grievance = null;
        break;
      case 'ProceedingResumed':
        if (grievance)
          course.grievance = {
            ...grievance,
            decideBy: data.decideBy ?? grievance.decideBy,
            answered: grievance.answered && { until: data.advanceUntil ?? grievance.answered.until },
          };
        break;
      default:
    }
  }

  /** The first step from there on that whoever imposed it does not hear. */
  private placed({ imposed, track }: Course, event: Any, from: number): void {
    const { index, step } = event.data;
    if (step.hears === imposed?.as) fail('comes to who imposed it', event);
    const hearers = this.laws.hearers(track, dayOf(event));
    const due = hearers.findIndex((hears, at) => at >= from && hears !== imposed?.as);
    if (index !== due || step.hears !== hearers[due]) fail('another step is next', event, { due, hearers });
  }

  private decided(course: Course, event: Any): void {
    const { data, actor } = event;
    const { imposed, grievance } = course;
    if (!imposed || !grievance || grievance.answered) throw fail('decided with no step in hand', event);
    const { hears, officer, heard } = grievance;
    const today = dayOf(event);
    const council = hears === 'Council';
    if (council !== (data.act !== null)) fail('heard without Council’s act, or by one that is not Council’s', event);
    if (data.act && data.act.meetingOn > today) fail('heard in a meeting yet to be held', event);
    if (council && imposed.act) fail('Council hears against its own decision', event);
    const days = officer && officer.from <= today && today <= officer.to;
    const sits = officer?.person === actor.person;
    if (sits && !days) fail('heard outside the days agreed', event, { officer });
    if (hears === null && !sits && officer && today <= officer.to) fail('entered for an officer who hears it', event);
    const may = hears === null ? (sits ? [actor.office] : enters) : council ? clerks : [hears];
    if (!may.includes(actor.office)) fail('heard by another', event, { hears });
    if ((hears === null && !sits) !== (data.heardBy !== null)) fail('does not say who outside heard it', event);
    // Who enters what Council or a body outside decided, decides nothing.
    const own = !council && (hears !== null || sits);
    if (own && imposed.by === actor.person && !imposed.act) fail('heard against their own decision', event);
    if (own && heard.includes(actor.person)) fail('heard a second time by one person', event);
    if (data.rung && data.rung.order >= imposed.rung.order) fail('a grievance makes it no lighter', event);
    course.grievance = { ...grievance, answered: { until: data.advanceUntil }, heard: own ? [...heard, actor.person] : heard };
  }
}

const stepOf = ({ data }: Any) => ({ index: data.index, hears: data.step.hears, decideBy: data.decideBy, answered: null, officer: null });
