import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Day, dayIn, endOfDay, plusDays } from '../../platform/clock.js';
import { IsProse } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type CityTime, daysBetween } from './deadline.js';
import { type CurrentProceeding, courseOf, disciplines, isOver, ProceedingResumed, proceedings } from './proceeding.js';
import { proceedingRefusals } from './proceeding.refusals.js';
import { callersStanding, caseOf, mustStandApart, recusal } from './recusal.js';

/** Goes on with a proceeding that was held, or that ended when its subject left and is to be completed; times run on where they stood. */
export class ResumeProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(5_000) reasons!: string;
}

/** Every time that had not run out when it stood still, later by as many days as it did; what law sets does not move. */
function moved(course: CurrentProceeding, since: Day, { today, timeZone }: CityTime) {
  const days = daysBetween(since, today);
  const day = (one: Day) => (one < since ? one : plusDays(one, days));
  /** An instant is the end of a day: the day before it is the last. */
  const until = (instant: string | null) => {
    const last = instant === null ? null : plusDays(dayIn(timeZone, instant), -1);
    return last === null || last < since ? null : endOfDay(timeZone, plusDays(last, days));
  };
  const notice = course.status === 'noticed' ? course.notice : null;
  return {
    answers: course.answered
      ? []
      : [...course.informed]
          .filter(([, answerBy]) => answerBy >= since)
          .map(([allegationId, answerBy]) => ({ allegationId, answerBy: day(answerBy) })),
    respondBy: notice && day(notice.respondBy),
    respondUntil: notice && until(notice.respondUntil),
    grievableUntil: course.status === 'imposed' ? until(course.discipline.grievableUntil) : null,
    decideBy: course.status === 'grieved' ? until(course.grievance.decideBy) : null,
    advanceUntil: course.status === 'grievance-answered' ? until(course.advanceUntil) : null,
  };
}

export const ResumeProceedingHandler = slice(ResumeProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR'), office('City Attorney')],
  refuses: { ...recusal, ...proceedingRefusals('proceeding.not-held', 'proceeding.case-closed') },
  gather: async (_, state, reads) => ({
    standing: await callersStanding(state, reads),
    caseClosed: state.status !== 'absent' && (await caseOf(state.caseId, reads)).status === 'closed',
  }),
  decide({ reasons }, state, context) {
    const { today, facts, refuse } = context;
    mustStandApart(state, context);
    if (state.status !== 'held' && state.status !== 'separated') return refuse('proceeding.not-held');
    const course = courseOf(state);
    if (facts.caseClosed && !isOver(course)) return refuse('proceeding.case-closed');
    const since = state.status === 'held' ? state.heldOn : state.stoodOn;
    return [ProceedingResumed({ caseId: state.caseId, on: today, reasons: seal(reasons), ...moved(course, since, context) })];
  },
});
