import { type Day, dayIn, endOfDay, plusDays } from '../../platform/ground/clock.js';
import { type CityTime, type Counting, countingOf, type ProcedureState, stoodStill } from '../procedure/procedure.public.js';
import type { CurrentProceeding } from '../proceedings/proceedings.public.js';
import { stepFrom } from './grievance-steps.js';

/**
 * How the time to grieve was counted: as the first step counts its days, or as the rung's deadline
 * does where no steps were set.
 */
function grievanceCounts(course: CurrentProceeding, procedure: ProcedureState): Counting {
  if (!('discipline' in course)) return 'calendar';
  const { decidedAs, track, imposedOn } = course.discipline;
  return stepFrom(0, decidedAs, track, procedure, imposedOn)?.step.counts ?? countingOf('grievance', procedure, imposedOn);
}

/** How the time to take a grievance on is counted: as the next step counts its days. */
function advanceCounts(course: CurrentProceeding, procedure: ProcedureState, day: Day): Counting {
  if (course.status !== 'grievance-answered') return 'calendar';
  const { discipline, grievance } = course;
  const next = stepFrom(grievance.index + 1, discipline.decidedAs, discipline.track, procedure, day);
  return (next?.step ?? grievance.step).counts;
}

/**
 * The new end of every time that had not run out on `since`, when the times stopped. Each moves by
 * the length of the stop, in the days by which it is counted. Times set by law do not move.
 */
export function timesAfter(course: CurrentProceeding, since: Day, procedure: ProcedureState, { today, timeZone }: CityTime) {
  const day = (one: Day, counts: Counting) => (one < since ? one : stoodStill(one, since, today, counts, procedure));
  /** An instant is the end of a day, so the last day is the day before it. */
  const until = (instant: string | null, counts: Counting) => {
    const last = instant === null ? null : plusDays(dayIn(timeZone, instant), -1);
    return last === null || last < since ? null : endOfDay(timeZone, day(last, counts));
  };
  const notice = course.status === 'noticed' ? course.notice : null;
  const response = notice ? countingOf('response', procedure, notice.on) : 'calendar';
  const answer = countingOf('answer', procedure, course.toldOn ?? since);
  return {
    answers: course.answered
      ? []
      : [...course.informed]
          .filter(([, answerBy]) => answerBy >= since)
          .map(([allegationId, answerBy]) => ({ allegationId, answerBy: day(answerBy, answer) })),
    respondBy: notice && day(notice.respondBy, response),
    respondUntil: notice && until(notice.respondUntil, response),
    grievableUntil: course.status === 'imposed' ? until(course.discipline.grievableUntil, grievanceCounts(course, procedure)) : null,
    decideBy: course.status === 'grieved' ? until(course.grievance.decideBy, course.grievance.step.counts) : null,
    advanceUntil: course.status === 'grievance-answered' ? until(course.advanceUntil, advanceCounts(course, procedure, since)) : null,
  };
}
