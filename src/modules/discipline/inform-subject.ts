import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { caseRefusals } from '../cases/cases.public.js';
import { deadlinesOfDay, lastDay, type Service, services } from '../procedure/procedure.public.js';
import { mustBeInCourse, proceedingRefusals, proceedings, SubjectInformed, setAside } from '../proceedings/proceedings.public.js';

/**
 * The subject was informed of every allegation that they did not know of. The time to answer runs
 * from then.
 */
export class InformSubject extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(services) service!: Service;
  /** The day on which they were informed. */
  @IsDay() on!: Day;
}

export const InformSubjectHandler = commandHandler(InformSubject, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR'), office('City Manager'), office('Communications Manager'), office('City Attorney')],
  refuses: {
    ...setAside,
    ...caseRefusals('case.procedure-missing'),
    ...proceedingRefusals('proceeding.over', 'proceeding.nothing-to-tell', 'proceeding.day-in-future', 'proceeding.day-too-early'),
  },
  opens(present, { refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (state.status !== 'named' && state.status !== 'informed') return refuse('proceeding.over');
    const untold = state.allegations.filter(({ allegationId }) => !state.informed.has(allegationId));
    if (untold.length === 0) return refuse('proceeding.nothing-to-tell');
    return { caseId: state.caseId, untold };
  },
  gather: async ({ on }, _, reads) => ({ timeToAnswer: (await deadlinesOfDay(on, reads))?.answer }),
  decide({ service, on }, { caseId, untold }, { today, facts, refuse }) {
    if (on > today) return refuse('proceeding.day-in-future', { fields: ['on'] });
    if (untold.some(({ putOn }) => on < putOn)) return refuse('proceeding.day-too-early', { fields: ['on'] });
    const time = facts.timeToAnswer ?? refuse('case.procedure-missing');
    const allegationIds = untold.map(({ allegationId }) => allegationId);
    return [SubjectInformed({ caseId, allegationIds, service, on, answerBy: lastDay(on, time) })];
  },
});
