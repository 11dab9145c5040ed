import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { courseOf, GrievanceCopyOverdue, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** The subject did not get their copy of the grievance procedure in time. */
export class FlagGrievanceCopy extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
}

export const FlagGrievanceCopyHandler = commandHandler(FlagGrievanceCopy, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [system],
  refuses: proceedingRefusals('grievance.no-copy-owed', 'grievance.copy-given', 'proceeding.not-lapsed'),
  opens(state, { now, refuse }) {
    const course = courseOf(state);
    const copy = 'discipline' in course ? course.discipline.copy : null;
    if (!copy) return refuse('grievance.no-copy-owed');
    if (copy.givenOn || copy.overdue) return refuse('grievance.copy-given');
    if (now < copy.dueAt) return refuse('proceeding.not-lapsed');
    return { caseId: state.caseId, wasDueAt: copy.dueAt };
  },
  decide: (_, missed) => [GrievanceCopyOverdue(missed)],
});
