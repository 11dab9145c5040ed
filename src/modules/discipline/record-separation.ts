import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { inServiceOn, people } from '../directory/directory.public.js';
import {
  courseOf,
  isOver,
  ProceedingSeparated,
  proceedingRefusals,
  proceedings,
  type SeparationReason,
  separations,
} from '../proceedings/proceedings.public.js';

/**
 * The subject left before the proceeding was over. It ends there, unless it is resumed and
 * completed.
 */
export class RecordSeparation extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Why they left. */
  @IsIn(separations) reason!: SeparationReason;
  @IsOptional() @IsProse(5_000) note?: string | null;
}

export const RecordSeparationHandler = commandHandler(RecordSeparation, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR')],
  refuses: proceedingRefusals('proceeding.over', 'proceeding.still-in-service'),
  async knows({ subject }, reads) {
    const person = await reads.state(people, subject);
    return { inService: person.status !== 'absent' && inServiceOn(person, reads.today) };
  },
  opens(state, { facts, refuse }) {
    // Imposed discipline is still grieved, or becomes final, after the subject left.
    if (isOver(state) || 'discipline' in courseOf(state)) return refuse('proceeding.over');
    return facts.inService ? refuse('proceeding.still-in-service') : state;
  },
  decide: ({ reason, note }, { caseId }, { today }) => [ProceedingSeparated({ caseId, on: today, reason, note: note ? seal(note) : null })],
});
