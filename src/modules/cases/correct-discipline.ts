import { Command } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import { office } from '../../platform/access/access.js';
import { type Day, plusMonths } from '../../platform/clock.js';
import { IsDay, IsProse } from '../../platform/commands/fields.js';
import { type Receipt, slice } from '../../platform/commands/slice.js';
import { seal } from '../../platform/sealing/sealed.js';
import { DisciplineCorrected, proceedings } from './proceeding.js';
import { proceedingRefusals } from './proceeding.refusals.js';
import { callersStanding, mustStandApart, recusal } from './recusal.js';

/** Corrects the day from which discipline took effect, where it was entered wrong; how long it counts follows from it. */
export class CorrectDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  @IsDay() effectiveOn!: Day;
  /** What was wrong, and how that is known. */
  @IsProse(5_000) reasons!: string;
}

export const CorrectDisciplineHandler = slice(CorrectDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [office('HR')],
  refuses: { ...recusal, ...proceedingRefusals('proceeding.nothing-imposed', 'history.unchanged', 'proceeding.day-too-early') },
  gather: async (_, state, reads) => ({ standing: await callersStanding(state, reads) }),
  decide({ effectiveOn, reasons }, state, context) {
    const { today, refuse } = context;
    mustStandApart(state, context);
    if (!('discipline' in state) || state.status === 'reversed') return refuse('proceeding.nothing-imposed');
    if (effectiveOn === state.discipline.imposedOn) return refuse('history.unchanged');
    if (effectiveOn < state.openedOn) return refuse('proceeding.day-too-early');
    const { countsForMonths } = state.discipline.rung;
    const countsUntil = countsForMonths === null ? null : plusMonths(effectiveOn, countsForMonths);
    return [DisciplineCorrected({ caseId: state.caseId, on: today, effectiveOn, countsUntil, reasons: seal(reasons) })];
  },
});
