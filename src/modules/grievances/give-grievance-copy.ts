import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { type Service, services } from '../procedure/procedure.public.js';
import { courseOf, GrievanceCopyGiven, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** The subject got a copy of the grievance procedure. */
export class GiveGrievanceCopy extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(services) service!: Service;
  /** The day on which they got it. */
  @IsDay() on!: Day;
}

export const GiveGrievanceCopyHandler = commandHandler(GiveGrievanceCopy, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR')],
  refuses: {
    ...proceedingRefusals('grievance.no-copy-owed', 'grievance.copy-given', 'proceeding.day-in-future', 'proceeding.day-too-early'),
  },
  opens(state, { refuse }) {
    const course = courseOf(state);
    const discipline = 'discipline' in course ? course.discipline : null;
    if (!discipline?.copy) return refuse('grievance.no-copy-owed');
    if (discipline.copy.givenOn) return refuse('grievance.copy-given');
    return state;
  },
  decide({ service, on }, state, { today, refuse }) {
    if (on > today) return refuse('proceeding.day-in-future', { fields: ['on'] });
    if (on < state.openedOn) return refuse('proceeding.day-too-early', { fields: ['on'] });
    return [GrievanceCopyGiven({ caseId: state.caseId, on, service })];
  },
});
