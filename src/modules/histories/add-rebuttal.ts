import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { isOver, proceedingRefusals, proceedings, RebuttalAdded, subject } from '../proceedings/proceedings.public.js';

/**
 * Adds the subject's statement beside the entry in their history. HR enters it for a person without
 * a login.
 */
export class AddRebuttal extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(20_000) statement!: string;
}

export const AddRebuttalHandler = commandHandler(AddRebuttal, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [subject, office('HR')],
  impartial: { own: 'The subject answers what is held against them.' },
  refuses: proceedingRefusals('history.nothing-to-rebut'),
  opens: (state, { refuse }) =>
    state.status === 'expunged' || (!isOver(state) && !('discipline' in state)) ? refuse('history.nothing-to-rebut') : state,
  decide: ({ statement }, { caseId }, { today }) => [RebuttalAdded({ caseId, on: today, statement: seal(statement) })],
});
