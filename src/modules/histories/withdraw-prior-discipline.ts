import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PriorDisciplineWithdrawn, priors } from './prior-discipline.js';

/** Takes back an entry from paper that was made by mistake: it is another person's, or was entered twice. */
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
  decide({ personId, reasons }, state, { caller, today, refuse }) {
    if (state.person !== personId) return refuse('resource.not-found');
    if (caller.person === state.person) return refuse('access.not-permitted');
    if (state.status !== 'recorded') return refuse('history.gone');
    return [PriorDisciplineWithdrawn({ on: today, reasons: seal(reasons) })];
  },
});
