import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { caseOf } from '../cases/cases.public.js';
import {
  disciplines,
  mustBeInCourse,
  proceedingRefusals,
  proceedings,
  ReturnedToInvestigation,
  returnCauses,
  setAside,
} from '../proceedings/proceedings.public.js';

/**
 * Sends the sustained allegations back to the investigation, because the response or new evidence
 * puts them in doubt.
 */
export class ReturnToInvestigation extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(returnCauses) because!: (typeof returnCauses)[number];
  @IsProse(20_000) reasons!: string;
}

export const ReturnToInvestigationHandler = commandHandler(ReturnToInvestigation, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines],
  refuses: {
    ...setAside,
    ...proceedingRefusals('proceeding.over', 'proceeding.no-investigation', 'proceeding.no-response'),
  },
  knows: async ({ caseId }, reads) => ({ determined: (await caseOf(caseId, reads)).status === 'determined' }),
  opens(present, { facts, refuse }) {
    const state = mustBeInCourse(present, refuse);
    if (!('sustained' in state) || 'discipline' in state || state.status === 'no-action') return refuse('proceeding.over');
    return facts.determined ? state : refuse('proceeding.no-investigation');
  },
  decide({ because, reasons }, state, { today, refuse }) {
    if (because === 'response' && state.status !== 'responded') return refuse('proceeding.no-response');
    return [ReturnedToInvestigation({ caseId: state.caseId, on: today, because, reasons: seal(reasons) })];
  },
});
