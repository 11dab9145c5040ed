import { Command } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsName } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { PersonRenamed, people } from './person.js';

/** Gives a person another name or title. Answers about the past keep showing the earlier one. */
export class RenamePerson extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsName() name!: string;
  /** By default none. */
  @IsOptional() @IsName() title?: string | null;
}

export const RenamePersonHandler = commandHandler(RenamePerson, {
  stream: people,
  of: ({ personId }) => personId,
  may: [office('HR')],
  refuses: {},
  opens: 'always',
  decide: ({ name, title }) => [PersonRenamed({ name: seal(name), title: title ? seal(title) : null })],
});
