import { Command } from '@nestjs/cqrs';
import { IsIn, IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsProse } from '../../platform/ground/fields.js';
import { seal } from '../../platform/sealing/sealed.js';
import { callersStanding, cases, mustBeUninvolved, standingRefusals, underHold } from '../cases/cases.public.js';
import { DisciplineExpunged, isOver, type Orderer, orderers, proceedingRefusals, proceedings } from '../proceedings/proceedings.public.js';

/** Carries out an order to expunge: the history is shown without this proceeding, and the order stays on record. */
export class ExpungeDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsIn(orderers) orderedBy!: Orderer;
  @IsDay() orderedOn!: Day;
  /** What was ordered. */
  @IsProse(20_000) order!: string;
}

export const ExpungeDisciplineHandler = commandHandler(ExpungeDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR'), office('City Attorney')],
  refuses: {
    ...standingRefusals,
    ...proceedingRefusals('proceeding.not-over', 'history.expunged', 'history.under-hold', 'proceeding.day-in-future'),
  },
  gather: async (_, state, reads) => ({
    standing: await callersStanding(state, reads),
    ...(state.status !== 'absent' && underHold(await reads.state(cases, state.caseId)) && { held: true as const }),
  }),
  decide({ orderedBy, orderedOn, order }, state, context) {
    const { today, facts, refuse } = context;
    mustBeUninvolved(state, context);
    if (state.status === 'expunged') return refuse('history.expunged');
    if (!isOver(state)) return refuse('proceeding.not-over');
    if (orderedOn > today) return refuse('proceeding.day-in-future');
    if (facts.held) return refuse('history.under-hold');
    return [DisciplineExpunged({ caseId: state.caseId, on: today, orderedBy, orderedOn, order: seal(order) })];
  },
});
