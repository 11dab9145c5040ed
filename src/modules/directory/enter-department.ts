import { Command } from '@nestjs/cqrs';
import { office, system } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName } from '../../platform/ground/fields.js';
import { DepartmentEntered, departments } from './department.js';

/** Enters a department of the city. Its name must be unique; letter case makes no difference. */
export class EnterDepartment extends Command<Receipt> {
  @IsName() name!: string;
}

export const EnterDepartmentHandler = commandHandler(EnterDepartment, {
  stream: departments,
  of: (_, newId) => newId('department'),
  creates: true,
  may: [office('HR'), office('IT Director'), office('City Manager'), system],
  reserves: ({ name }) => [{ field: 'name', kind: 'department-name', value: name.normalize('NFKC').trim().toLowerCase() }],
  refuses: {},
  opens: 'always',
  decide: ({ name }) => [DepartmentEntered({ name })],
});
