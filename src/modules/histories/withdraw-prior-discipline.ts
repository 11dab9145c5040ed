import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PriorDisciplineWithdrawn, priors } from './prior-discipline.js';

/**
 * Withdraws an entry from paper that was a mistake: it belongs to another person, or was entered
 * twice.
 */
export class WithdrawPriorDiscipline extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsUUID() entryId!: string;
  @IsProse(5_000) reasons!: string;
}

export const WithdrawPriorDisciplineHandler = commandHandler(WithdrawPriorDiscipline, {
  stream: priors,
  of: ({ entryId }) => entryId,
  may: [office('HR')],
  refuses: { ...platformRefusals('access.not-permitted', 'resource.not-found'), ...proceedingRefusals('history.gone') },
  opens(state, { caller, refuse }) {
    if (caller.person === state.person) return refuse('access.not-permitted');
    return state.status === 'recorded' ? state : refuse('history.gone');
  },
  decide({ personId, reasons }, state, { today, refuse }) {
    if (state.person !== personId) return refuse('resource.not-found');
    return [PriorDisciplineWithdrawn({ on: today, reasons: seal(reasons) })];
  },
});
