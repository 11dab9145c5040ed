import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { departmentExists } from './department.js';
import { directoryRefusals } from './directory.refusals.js';
import { PersonReturned, people, type Track, tracks } from './person.js';

/** Takes a person who left back into service. Offices must be assigned again. */
export class RecordReturn extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsDay() from!: Day;
  @IsIn(tracks) track!: Track;
  @IsOptional() @IsUUID() department?: string | null;
}

export const RecordReturnHandler = commandHandler(RecordReturn, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: directoryRefusals('person.in-service', 'person.no-such-department', 'person.return-before-departure'),
  opens: (state, { refuse }) => (state.status === 'in-service' ? refuse('person.in-service') : state),
  gather: async ({ department }, _, reads) => ({ departmentExists: await departmentExists(reads, department) }),
  decide({ from, track, department }, state, { facts, refuse }) {
    if (!facts.departmentExists) return refuse('person.no-such-department');
    if (from <= state.services.at(-1)!.until!) return refuse('person.return-before-departure');
    return [PersonReturned({ from, track, department: department ?? null })];
  },
});
