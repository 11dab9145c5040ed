import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { directoryRefusals } from './directory.refusals.js';
import { PersonLeft, people } from './person.js';

/** Records a person's last day in service, which ends every office held beyond it. */
export class RecordDeparture extends Command<Receipt> {
  @IsUUID() personId!: string;
  /** The last day in service; it may lie ahead. */
  @IsDay() on!: Day;
}

export const RecordDepartureHandler = commandHandler(RecordDeparture, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: directoryRefusals('person.not-in-service', 'person.departure-before-service'),
  decide({ on }, state, { refuse }) {
    if (state.status === 'left') return refuse('person.not-in-service');
    if (on < state.services.at(-1)!.from) return refuse('person.departure-before-service');
    const ends = state.assignments.filter(({ until }) => until === null || until > on).map(({ assignmentId }) => assignmentId);
    return [PersonLeft({ on, ends })];
  },
});
