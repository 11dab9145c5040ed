import { Command } from '@nestjs/cqrs';
import { IsUUID, ValidateIf } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay } from '../../platform/ground/fields.js';
import { departmentExists } from './department.js';
import { directoryRefusals } from './directory.refusals.js';
import { PersonTransferred, people } from './person.js';

/** Moves a person to another department, or to none. */
export class TransferPerson extends Command<Receipt> {
  @IsUUID() personId!: string;
  /** Id of the department; null for none. */
  @ValidateIf(({ department }) => department !== null) @IsUUID() department!: string | null;
  @IsDay() from!: Day;
}

export const TransferPersonHandler = commandHandler(TransferPerson, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: directoryRefusals(
    'person.not-in-service',
    'person.no-such-department',
    'person.department-unchanged',
    'person.transfer-dates-descend',
    'person.transfer-ahead',
  ),
  opens: (state, { refuse }) => (state.status === 'left' ? refuse('person.not-in-service') : state),
  gather: async ({ department }, _, reads) => ({ departmentExists: await departmentExists(reads, department) }),
  decide({ department, from }, state, { today, facts, refuse }) {
    if (!facts.departmentExists) return refuse('person.no-such-department');
    const stands = state.departments.at(-1)!;
    if (stands.department === department) return refuse('person.department-unchanged');
    if (from < stands.from) return refuse('person.transfer-dates-descend', { standsFrom: stands.from });
    // The list of people is filtered by the department of the last entry, which a future transfer
    // would change too early.
    if (from > today) return refuse('person.transfer-ahead');
    return [PersonTransferred({ department, from })];
  },
});
