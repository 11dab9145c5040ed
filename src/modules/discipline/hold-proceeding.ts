import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, mustBeUninvolved, standingRefusals } from '../cases/cases.public.js';
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
  refuses: { ...standingRefusals, ...setAside, ...proceedingRefusals('proceeding.over') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ reasons }, state, context) {
    const { today, refuse } = context;
    mustBeUninvolved(state, context);
    mustBeInCourse(state, refuse);
    if (isOver(state)) return refuse('proceeding.over');
    return [ProceedingHeld({ caseId: state.caseId, on: today, reasons: seal(reasons), withCase: false })];
  },
});
