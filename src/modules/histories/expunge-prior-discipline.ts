import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { type Orderer, orderers, proceedingRefusals } from '../proceedings/proceedings.public.js';
import { PriorDisciplineExpunged, priors } from './prior-discipline.js';

/**
 * Carries out an order to expunge an entry from paper: the history is shown without it, and the
 * order is kept on record.
 */
export class ExpungePriorDiscipline extends Command<Receipt> {
  @IsUUID() personId!: string;
  @IsUUID() entryId!: string;
  @IsIn(orderers) orderedBy!: Orderer;
  @IsDay() orderedOn!: Day;
  /** The text of the order. */
  @IsProse(20_000) order!: string;
}

export const ExpungePriorDisciplineHandler = commandHandler(ExpungePriorDiscipline, {
  stream: priors,
  of: ({ entryId }) => entryId,
  may: [office('HR'), office('City Attorney')],
  refuses: {
    ...platformRefusals('access.not-permitted', 'resource.not-found'),
    ...proceedingRefusals('history.gone', 'proceeding.day-in-future'),
  },
  opens(state, { caller, refuse }) {
    if (caller.person === state.person) return refuse('access.not-permitted');
    return state.status === 'recorded' ? state : refuse('history.gone');
  },
  decide({ personId, orderedBy, orderedOn, order }, state, { today, refuse }) {
    if (state.person !== personId) return refuse('resource.not-found');
    if (orderedOn > today) return refuse('proceeding.day-in-future', { fields: ['orderedOn'] });
    return [PriorDisciplineExpunged({ on: today, orderedBy, orderedOn, order: seal(order) })];
  },
});
