import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { directoryRefusals } from './directory.refusals.js';
import { PersonLeft, people } from './person.js';

/** Records a person's last day in service. It ends every office that would last longer. */
export class RecordDeparture extends Command<Receipt> {
  @IsUUID() personId!: string;
  /** The last day in service; may be in the future. */
  @IsDay() on!: Day;
}

export const RecordDepartureHandler = commandHandler(RecordDeparture, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: directoryRefusals('person.not-in-service', 'person.departure-before-service'),
  opens: (state, { refuse }) => (state.status === 'left' ? refuse('person.not-in-service') : state),
  decide({ on }, state, { refuse }) {
    if (on < state.services.at(-1)!.from) return refuse('person.departure-before-service');
    const ends = state.assignments.filter(({ until }) => until === null || until > on).map(({ assignmentId }) => assignmentId);
    return [PersonLeft({ on, ends })];
  },
});
