import { Command } from '@nestjs/cqrs';
import { office, system } from '../../platform/access/access.js';
import { IsName } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { DepartmentEntered, departments } from './department.js';

/** A department of the city. */
export class EnterDepartment extends Command<Receipt> {
  @IsName() name!: string;
}

export const EnterDepartmentHandler = slice(EnterDepartment, {
  stream: departments,
  of: (_, newId) => newId('department'),
  creates: true,
  may: [office('HR'), office('IT Director'), office('City Manager'), system],
  refuses: {},
  decide: ({ name }) => [DepartmentEntered({ name })],
});
