import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import {
  disciplines,
  isOver,
  mustBeInCourse,
  ProceedingHeld,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';

/**
 * Holds a proceeding in abeyance, for example during a criminal investigation. Its times stand
 * still until it is resumed.
 */
export class HoldProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(5_000) reasons!: string;
}

export const HoldProceedingHandler = commandHandler(HoldProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR'), office('City Attorney')],
  refuses: { ...setAside, ...proceedingRefusals('proceeding.over') },
  opens(present, { refuse }) {
    const state = mustBeInCourse(present, refuse);
    return isOver(state) ? refuse('proceeding.over') : state;
  },
  decide: ({ reasons }, state, { today }) => [ProceedingHeld({ caseId: state.caseId, on: today, reasons: seal(reasons), withCase: false })],
});
