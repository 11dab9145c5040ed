import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { cases, underHold } from '../cases/cases.public.js';
import { DisciplineExpunged, isOver, type Orderer, orderers, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/**
 * Carries out an order to expunge: the history is shown without this proceeding, and the order is
 * kept on record.
 */
export class ExpungeDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(orderers) orderedBy!: Orderer;
  @IsDay() orderedOn!: Day;
  /** The text of the order. */
  @IsProse(20_000) order!: string;
}

export const ExpungeDisciplineHandler = commandHandler(ExpungeDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR'), office('City Attorney')],
  refuses: {
    ...proceedingRefusals('proceeding.not-over', 'history.expunged', 'history.under-hold', 'proceeding.day-in-future'),
  },
  knows: async ({ caseId }, reads) => ({ ...(underHold(await reads.state(cases, caseId)) && { held: true as const }) }),
  opens(state, { facts, refuse }) {
    if (state.status === 'expunged') return refuse('history.expunged');
    if (!isOver(state)) return refuse('proceeding.not-over');
    return facts.held ? refuse('history.under-hold') : state;
  },
  decide({ orderedBy, orderedOn, order }, state, { today, refuse }) {
    if (orderedOn > today) return refuse('proceeding.day-in-future', { fields: ['orderedOn'] });
    return [DisciplineExpunged({ caseId: state.caseId, on: today, orderedBy, orderedOn, order: seal(order) })];
  },
});
