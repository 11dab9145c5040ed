import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, mustStandApart, recusal } from '../cases/cases.public.js';
import {
  disciplines,
  isOver,
  mustBeInCourse,
  ProceedingHeld,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';

/** Holds a proceeding in abeyance, for example during a criminal investigation: its times stand still until it is resumed. */
export class HoldProceeding extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsProse(5_000) reasons!: string;
}

export const HoldProceedingHandler = slice(HoldProceeding, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, office('HR'), office('City Attorney')],
  refuses: { ...recusal, ...setAside, ...proceedingRefusals('proceeding.over') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ reasons }, state, context) {
    const { today, refuse } = context;
    mustStandApart(state, context);
    mustBeInCourse(state, refuse);
    if (isOver(state)) return refuse('proceeding.over');
    return [ProceedingHeld({ caseId: state.caseId, on: today, reasons: seal(reasons), withCase: false })];
  },
});
