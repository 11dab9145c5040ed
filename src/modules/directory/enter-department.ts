import { Command } from '@nestjs/cqrs';
import { office, system } from '../../platform/access/access.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { IsName } from '../../platform/ground/fields.js';
import { DepartmentEntered, departments } from './department.js';

/** A department of the city. No other has its name, upper and lower case alike. */
export class EnterDepartment extends Command<Receipt> {
  @IsName() name!: string;
}

export const EnterDepartmentHandler = slice(EnterDepartment, {
  stream: departments,
  of: (_, newId) => newId('department'),
  creates: true,
  may: [office('HR'), office('IT Director'), office('City Manager'), system],
  claims: ({ name }) => [{ kind: 'department-name', value: name.normalize('NFKC').trim().toLowerCase() }],
  refuses: {},
  decide: ({ name }) => [DepartmentEntered({ name })],
});
