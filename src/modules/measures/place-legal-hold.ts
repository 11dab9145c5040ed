import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, decider, HoldPlaced } from '../cases/cases.public.js';

/**
 * Places a legal hold: nothing of the case may be disposed of. The deciding authority may place one
 * too, because the case may be about the City Attorney.
 */
export class PlaceHold extends Command<Receipt> {
  @IsUUID() caseId!: string;
  @IsProse(20_000) reasons!: string;
}

export const PlaceHoldHandler = commandHandler(PlaceHold, {
  stream: cases,
  of: ({ caseId }) => caseId,
  may: [office('City Attorney'), decider],
  refuses: {},
  opens: 'always',
  decide: ({ reasons }, _, { newId }) => [HoldPlaced({ holdId: newId('hold'), reasons: seal(reasons) })],
});
