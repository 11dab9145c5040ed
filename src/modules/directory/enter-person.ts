import { Command } from '@nestjs/cqrs';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { office, system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { departmentExists } from './department.js';
import { directoryRefusals } from './directory.refusals.js';
import { PersonEntered, people, type Track, tracks } from './person.js';

/**
 * Enters a person of the city, in service from a day on: an employee, an elected official, a
 * volunteer or a contractor.
 */
export class EnterPerson extends Command<Receipt> {
  @IsName() name!: string;
  @IsOptional() @IsName() title?: string | null;
  @IsOptional() @IsUUID() department?: string | null;
  @IsIn(tracks) track!: Track;
  /** First day in service and on that track; by default today. */
  @IsOptional() @IsDay() from?: Day | null;
}

export const EnterPersonHandler = commandHandler(EnterPerson, {
  stream: people,
  of: (_, newId) => newId('person'),
  creates: true,
  may: [office('HR'), office('IT Director'), system],
  refuses: directoryRefusals('person.no-such-department'),
  opens: 'always',
  gather: async ({ department }, _, reads) => ({ departmentExists: await departmentExists(reads, department) }),
  decide({ name, title, department, track, from }, _, { today, facts, refuse }) {
    if (!facts.departmentExists) return refuse('person.no-such-department');
    return [
      PersonEntered({ name: seal(name), title: title ? seal(title) : null, department: department ?? null, track, from: from ?? today }),
    ];
  },
});
