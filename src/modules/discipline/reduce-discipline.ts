import { Command } from '@nestjs/cqrs';
import { Type as Nested } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import { IsProse } from '../../platform/ground/fields.js';
import { platformRefusals } from '../../platform/refusals/refuse.js';
import { seal } from '../../platform/sealing/sealed.js';
import { CouncilAct } from '../cases/cases.public.js';
import { IsRungId, isLighter, lighterRung } from '../procedure/procedure.public.js';
import {
  DisciplineReduced,
  directorOf,
  disciplines,
  proceedingRefusals,
  proceedings,
  setAside,
} from '../proceedings/proceedings.public.js';
import { actOf, asksAct, knowsDiscipline, mayImpose, mayJudge, rungsFor } from './discipline-guards.js';
import { countsUntil } from './grievance-steps.js';

/** Replaces the imposed discipline by a lighter rung. The caller must be able to impose both. */
export class ReduceDiscipline extends Command<Receipt> {
  @IsUUID() proceedingId!: string;
  /** Id of the lighter rung, of the ladder in force today. */
  @IsRungId() rung!: string;
  @IsProse(20_000) reasons!: string;
  /** Council's act, where Council decides. */
  @IsOptional() @ValidateNested() @Nested(() => CouncilAct) act?: CouncilAct | null;
}

export const ReduceDisciplineHandler = commandHandler(ReduceDiscipline, {
  stream: proceedings,
  of: ({ proceedingId }) => proceedingId,
  may: [disciplines, directorOf],
  refuses: {
    ...platformRefusals('access.not-permitted'),
    ...setAside,
    ...proceedingRefusals(
      'proceeding.nothing-imposed',
      'proceeding.grieved',
      'proceeding.not-lighter',
      'proceeding.not-your-rung',
      'proceeding.no-ladder',
      'proceeding.no-such-rung',
      'proceeding.act-missing',
      'proceeding.act-misplaced',
      'proceeding.day-in-future',
    ),
  },
  knows: (state, reads) => knowsDiscipline(state, reads),
  opens(present, context) {
    const { facts, refuse } = context;
    const state = mayJudge(present, context);
    if (state.status === 'grieved' || state.status === 'grievance-answered') return refuse('proceeding.grieved');
    if (state.status !== 'imposed' && state.status !== 'final') return refuse('proceeding.nothing-imposed');
    if (!mayImpose(state.discipline.rung, state, context)) return refuse('proceeding.not-your-rung', { fields: [] });
    return { state, ladder: facts.ladder ?? refuse('proceeding.no-ladder', { fields: [] }) };
  },
  asks: ({ state, ladder: { rungs } }, context) => ({
    ...asksAct(state.decides),
    choices: { rung: rungsFor(state, context, (rung) => isLighter(rungs, rung, state.discipline.rung)) },
  }),
  decide(command, { state, ladder }, context) {
    const { today, refuse } = context;
    const act = actOf(command.act, context);
    const { discipline } = state;
    const rung = lighterRung(ladder.rungs, command.rung, discipline.rung, refuse);
    if (!mayImpose(rung, state, context)) return refuse('proceeding.not-your-rung', { fields: ['rung'] });
    return [
      DisciplineReduced({
        caseId: state.caseId,
        on: today,
        rung,
        reducedFrom: discipline.rung.id,
        reasons: seal(command.reasons),
        act,
        countsUntil: countsUntil(rung, discipline),
      }),
    ];
  },
});
